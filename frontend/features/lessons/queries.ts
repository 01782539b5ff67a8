import { useMutation, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

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

export function useCancel(id: string, onCancelled: () => void) {
  return useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.POST("/api/bookings/{booking_id}/cancel", {
          params: { path: { booking_id: id } },
          body: { reason },
        }),
      ),
    onSuccess: onCancelled,
  });
}
