import { formatCents } from "@/lib/money";
import type { Booking, CancellationQuote } from "@/lib/types";

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
