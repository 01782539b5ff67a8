import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { releaseHoldsOf } from "@/features/booking/hold-queries";
import type { seriesDetails } from "@/features/booking/repeat-model";
import { api, unwrap } from "@/lib/api";
import { randomId } from "@/lib/random-id";
import type { SeriesRequest } from "@/lib/types";

/** Date by date whether it could be booked now. */
export function useSeriesQuote(request: SeriesRequest) {
  return useQuery({
    queryKey: ["series-quote", request],
    queryFn: async () => {
      await releaseHoldsOf(request.instructor_id);
      return unwrap(api.POST("/api/bookings/series/quote", { body: request }));
    },
    placeholderData: keepPreviousData,
    retry: false,
  });
}

type SeriesBody = SeriesRequest & ReturnType<typeof seriesDetails>;

type SeriesHandlers = { onBooked: () => void; onRefused: () => void };

export function useBookSeries({ onBooked, onRefused }: SeriesHandlers) {
  return useMutation({
    mutationFn: (body: SeriesBody) => {
      const header = { "Idempotency-Key": randomId() };
      return unwrap(api.POST("/api/bookings/series", { params: { header }, body }));
    },
    onSuccess: onBooked,
    onError: onRefused,
  });
}
