import { formatDate, formatInstant, formatTimeRange } from "@/lib/time";
import type { BookingDetail, BookingEvent } from "@/lib/types";

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

/** The history as lines, oldest first, to whoever looks: a side of it, or nobody's. */
export function historyLines({ history, timezone, viewer }: BookingDetail): HistoryLine[] {
  return history.map((event) => ({
    key: `${event.at} ${event.kind}`,
    what: `${EVENT_WORDS[event.kind]} by ${event.by === viewer ? "you" : SIDE_WORDS[event.by]}`,
    when: formatInstant(event.at, timezone),
    detail: [timeOf(event), event.reason].filter(Boolean).join(". "),
  }));
}

function timeOf({ booking_date: date, start_time: start, end_time: end }: BookingEvent): string {
  return date && start && end ? `${formatDate(date)}, ${formatTimeRange(start, end)}` : "";
}
