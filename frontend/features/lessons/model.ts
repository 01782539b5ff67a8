import { formatCents } from "@/lib/money";
import { formatDate, formatInstant, formatTimeRange } from "@/lib/time";
import type { Booking, BookingDetail, BookingEvent, CancellationQuote } from "@/lib/types";

export type Show = "upcoming" | "past";

export const readShow = (value: string | undefined): Show => (value === "past" ? "past" : "upcoming");

/** The person across from the reader. */
export const otherSide = (lesson: Booking): string =>
  lesson.viewer === "instructor" ? lesson.student.display_name : lesson.instructor.display_name;

export const lessonTitle = (lesson: Booking): string => `${lesson.subject.name} with ${otherSide(lesson)}`;

export const isOver = (lesson: Pick<Booking, "ends_at">, now: Date): boolean =>
  new Date(lesson.ends_at) <= now;

/** Still to come, and can be cancelled but not moved. */
export const isStuck = ({ actions, status }: Pick<Booking, "actions" | "status">): boolean =>
  status === "confirmed" && actions.includes("cancel") && !actions.includes("reschedule");

/** The lessons of each day, in the order given. */
export function byDate(lessons: Booking[]): { date: string; lessons: Booking[] }[] {
  const groups = Map.groupBy(lessons, ({ booking_date: date }) => date);
  return [...groups].map(([date, grouped]) => ({ date, lessons: grouped }));
}

/** What cancelling costs the student, said before anything is pressed. */
export function cancellationWords(quote: CancellationQuote, viewer: string | null): string {
  if (viewer === "instructor") return "Your student owes nothing when you cancel.";
  if (quote.refund_share_percent === 100) return "Cancelling now is free.";
  const owed = formatCents(quote.price_cents - quote.refund_cents);
  if (quote.refund_share_percent === 0) return `Cancelling now costs the whole price, ${owed}.`;
  return `Cancelling now costs ${owed}: ${quote.refund_share_percent} % of the price is taken off.`;
}

const EVENT_WORDS: Record<string, string> = {
  held: "Held",
  booked: "Booked",
  rescheduled: "Moved",
  cancelled: "Cancelled",
  completed: "Completed",
  no_show: "Student did not come",
  expired: "Hold ended",
};

const SIDE_WORDS: Record<string, string> = {
  student: "the student",
  instructor: "the instructor",
  system: "InstaInstru",
};

export type HistoryLine = { key: string; what: string; when: string; detail: string };

/** The history as lines, oldest first. */
export function historyLines({ history, timezone, viewer }: BookingDetail): HistoryLine[] {
  return history.map((event) => ({
    key: `${event.at} ${event.kind}`,
    what: `${EVENT_WORDS[event.kind] ?? event.kind} by ${event.by === viewer ? "you" : SIDE_WORDS[event.by]}`,
    when: formatInstant(event.at, timezone),
    detail: [timeOf(event), event.reason ?? ""].filter(Boolean).join(". "),
  }));
}

function timeOf({ booking_date: date, start_time: start, end_time: end }: BookingEvent): string {
  return date && start && end ? `${formatDate(date)}, ${formatTimeRange(start, end)}` : "";
}
