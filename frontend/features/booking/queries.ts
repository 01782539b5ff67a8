import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { isSignedOut } from "@/features/booking/confirm-model";
import { monthSpan, type Wish } from "@/features/booking/model";
import { api, unwrap } from "@/lib/api";
import type { Booking, FreeTime, QuoteRequest } from "@/lib/types";

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

export type BookingRequest = QuoteRequest & { address?: string; note?: string; hold_id?: string };

type BookingHandlers = { onBooked: (booking: Booking) => void; onSignedOut: () => void };
type Attempt = { request: BookingRequest; key: string };

/** Books. The key belongs to the attempt: pressing again after a lost answer gets that answer, not a second lesson. */
export function useBook(prepare: () => Promise<Attempt>, { onBooked, onSignedOut }: BookingHandlers) {
  return useMutation({
    mutationFn: async () => {
      const { request, key } = await prepare();
      const params = { header: { "Idempotency-Key": key } };
      return unwrap(api.POST("/api/bookings", { params, body: request }));
    },
    onSuccess: onBooked,
    onError: (error) => {
      if (isSignedOut(error)) onSignedOut();
    },
  });
}

export type MoveScope = "one" | "following" | "all";
type Move = { date: string; start_time: string; scope: MoveScope };

/**
 * Another time for a lesson that is booked; the old one is given up only if the new one is got. Those of a series that
 * go along go as many days, to the same time: all or none.
 */
export function useReschedule(
  { id, series_id: series }: Pick<Booking, "id" | "series_id">,
  onMoved: () => void,
) {
  return useMutation({
    mutationFn: async ({ scope, ...time }: Move): Promise<void> => {
      if (scope === "one" || series === null) {
        const params = { path: { booking_id: id } };
        await unwrap(api.POST("/api/bookings/{booking_id}/reschedule", { params, body: time }));
        return;
      }
      const params = { path: { series_id: series } };
      const body = { ...time, scope, booking_id: id };
      await unwrap(api.POST("/api/bookings/series/{series_id}/reschedule", { params, body }));
    },
    onSuccess: onMoved,
  });
}

/** Two lessons exchange their starts, both or neither. */
export function useSwap(id: string, onSwapped: () => void) {
  return useMutation({
    mutationFn: (otherId: string) => {
      const params = { path: { booking_id: id } };
      return unwrap(
        api.POST("/api/bookings/{booking_id}/swap", { params, body: { with_booking_id: otherId } }),
      );
    },
    onSuccess: onSwapped,
  });
}
