/** A time that is kept while somebody confirms. Pure. */
import type { Wish } from "@/features/booking/model";
import { toMinutes } from "@/lib/time";
import type { Booking, FreeDay, QuoteRequest } from "@/lib/types";

/** Whether a hold is for just this lesson. */
export function isHoldFor(hold: Booking, request: QuoteRequest): boolean {
  return (
    hold.instructor.id === request.instructor_id &&
    hold.offering_id === request.offering_id &&
    hold.booking_date === request.date &&
    hold.start_time === request.start_time &&
    hold.duration_minutes === request.duration_minutes &&
    hold.place === request.place &&
    (request.neighborhood === undefined || hold.neighborhood === request.neighborhood)
  );
}

/** The reader's own kept start of a day for what is being picked: nobody else can have it, they still can. */
export function keptStart(holds: Booking[], wish: Wish): string | null {
  const kept = holds.find(
    (hold) =>
      hold.offering_id === wish.offering.id &&
      hold.duration_minutes === wish.duration &&
      hold.booking_date === wish.date,
  );
  return kept?.start_time ?? null;
}

/** Free days and, among them, the times that the reader keeps already. */
export function withKept(days: FreeDay[], holds: Booking[], wish: Wish): FreeDay[] {
  return days.map((day) => {
    const kept = keptStart(holds, { ...wish, date: day.date });
    const starts = day.starts ?? [];
    if (kept === null || starts.includes(kept)) return day;
    return { ...day, starts: [...starts, kept].toSorted((a, b) => toMinutes(a) - toMinutes(b)) };
  });
}
