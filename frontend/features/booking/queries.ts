import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { monthSpan, type Wish } from "@/features/booking/model";
import { api, unwrap } from "@/lib/api";
import type { Booking, FreeTime, Quote, QuoteRequest } from "@/lib/types";

type Next = { date: string; start_time: string }[];

/** A month of free days with starts for one offering and length. Asked again when the reader comes back to the tab. */
export function useFreeMonth(
  instructorId: string,
  wish: Wish,
  month: string,
  today: string,
  initial?: FreeTime,
) {
  const query = {
    ...monthSpan(month, today),
    offering_id: wish.offering.id,
    duration_minutes: wish.duration,
  };
  const path = { instructor_id: instructorId };
  return useQuery({
    queryKey: ["free", instructorId, query],
    queryFn: () =>
      unwrap(api.GET("/api/public/instructors/{instructor_id}/availability", { params: { path, query } })),
    placeholderData: keepPreviousData,
    ...(initial ? { initialData: initial } : {}),
  });
}

/** The first free starts from now on, for when a month has none. */
export function useNextStarts(instructorId: string, wish: Wish, enabled: boolean) {
  const query = { duration_minutes: wish.duration, offering_id: wish.offering.id, limit: 3 };
  return useQuery({
    queryKey: ["next", instructorId, query],
    queryFn: () => fetchNextStarts(instructorId, query),
    enabled,
  });
}

async function fetchNextStarts(
  instructorId: string,
  query: { duration_minutes: number; limit: number },
): Promise<Next> {
  const params = { path: { instructor_id: instructorId }, query };
  return (await unwrap(api.GET("/api/public/instructors/{instructor_id}/next-available", { params }))).starts;
}

export type BookingRequest = QuoteRequest & { address?: string; note?: string };

/** What it costs and on which terms, from the server; asked again for each time that is looked at. */
export function useQuote(request: QuoteRequest, initial: Quote | null, enabled: boolean) {
  return useQuery({
    queryKey: ["quote", request],
    queryFn: () => unwrap(api.POST("/api/bookings/quote", { body: request })),
    ...(initial ? { initialData: initial } : {}),
    enabled,
    retry: false,
  });
}

/** Books. The key belongs to the attempt: pressing again after a lost answer gets that answer, not a second lesson. */
export function useBook(onBooked: (booking: Booking) => void) {
  return useMutation({
    mutationFn: ({ request, key }: { request: BookingRequest; key: string }) =>
      unwrap(api.POST("/api/bookings", { params: { header: { "Idempotency-Key": key } }, body: request })),
    onSuccess: onBooked,
  });
}
