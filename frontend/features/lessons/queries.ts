import { useMutation, useQuery } from "@tanstack/react-query";
import type { Scope } from "@/features/lessons/series-model";
import { api, unwrap } from "@/lib/api";
import type { Booking } from "@/lib/types";

/** What cancelling costs at this moment; asked when the dialog opens, never kept. */
export function useCancellationQuote(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["cancellation-quote", id],
    queryFn: () =>
      unwrap(
        api.GET("/api/bookings/{booking_id}/cancellation-quote", { params: { path: { booking_id: id } } }),
      ),
    enabled,
    staleTime: 0,
    gcTime: 0,
  });
}

export async function writeReview(id: string, rating: number, text: string): Promise<void> {
  const params = { path: { booking_id: id } };
  await unwrap(api.POST("/api/bookings/{booking_id}/review", { params, body: { rating, text } }));
}

export async function answerReview(id: string, answer: string): Promise<void> {
  await unwrap(
    api.PUT("/api/reviews/{review_id}/answer", { params: { path: { review_id: id } }, body: { answer } }),
  );
}

type Cancelling = { reason: string; scope: Scope };

/** One lesson; or, of a series, it and those after it, or all that are to come. */
export function useCancel(lesson: Pick<Booking, "id" | "series_id">, onCancelled: () => void) {
  return useMutation({
    mutationFn: async ({ reason, scope }: Cancelling): Promise<void> => {
      const { id, series_id: series } = lesson;
      if (scope === "one" || series === null) {
        const params = { path: { booking_id: id } };
        await unwrap(api.POST("/api/bookings/{booking_id}/cancel", { params, body: { reason } }));
        return;
      }
      const params = { path: { series_id: series } };
      const body = { reason, scope, ...(scope === "following" ? { booking_id: id } : {}) };
      await unwrap(api.POST("/api/bookings/series/{series_id}/cancel", { params, body }));
    },
    onSuccess: onCancelled,
  });
}
