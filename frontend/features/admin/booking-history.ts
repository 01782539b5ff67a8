/** A booking's history as lines, and what cancelling it means. */
import { refundCents } from "@/features/admin/figures";
import { formatCents } from "@/lib/money";
import { formatDate, formatInstant, formatTimeRange } from "@/lib/time";
import type { Booking, BookingDetail, BookingEvent } from "@/lib/types";

const EVENT_WORDS: Record<BookingEvent["kind"], string> = {
  held: "Held",
  booked: "Booked",
  rescheduled: "Moved",
  cancelled: "Cancelled",
  completed: "Completed",
  no_show: "Student did not come",
  expired: "Hold ended",
};

const SIDE_WORDS: Record<BookingEvent["by"], string> = {
  student: "the student",
  instructor: "the instructor",
  system: "InstaInstru",
};

export type HistoryLine = { key: string; what: string; when: string; detail: string };

export function historyLines({ history, timezone }: BookingDetail): HistoryLine[] {
  return history.map((event) => ({
    key: `${event.at} ${event.kind}`,
    what: `${EVENT_WORDS[event.kind]} by ${SIDE_WORDS[event.by]}`,
    when: formatInstant(event.at, timezone),
    detail: [timeOf(event), event.reason].filter(Boolean).join(". "),
  }));
}

function timeOf({ booking_date: date, start_time: start, end_time: end }: BookingEvent): string {
  return date && start && end ? `${formatDate(date)}, ${formatTimeRange(start, end)}` : "";
}

/** Before the start, and not over in another way: what an operator can still cancel. */
export const canCancel = ({ status, starts_at: startsAt }: Booking, now: Date): boolean =>
  status === "confirmed" && new Date(startsAt) > now;

/** What pressing costs whom, said before it is pressed. */
export function costWords(priceCents: number, sharePercent: number): string {
  const back = refundCents(priceCents, sharePercent);
  const price = formatCents(priceCents);
  if (sharePercent === 100) return `The student owes nothing of ${price}, and the instructor earns nothing.`;
  const owed = formatCents(priceCents - back);
  if (sharePercent === 0) return `The student owes the whole price, ${price}.`;
  return `The student owes ${owed} of ${price}; ${formatCents(back)} is taken off.`;
}
