import { preferredDuration } from "@/lib/booking-rules";
import type { Choice } from "@/lib/paths";
import { addMonths, formatTime, startOfMonth, toMinutes } from "@/lib/time";
import type { Booking, FreeDay, InstructorProfile, Offering } from "@/lib/types";

/** A choice without gaps in what is bought; only the time may still be missing. */
export type Wish = {
  offering: Offering;
  duration: number;
  place: string;
  date: string | null;
  start: string | null;
};

/** What is sold decides: a length or place that is not, falls back to one that is. Null when nothing is sold. */
export function resolveWish(profile: InstructorProfile, choice: Choice): Wish | null {
  const offering = profile.offerings.find(({ id }) => id === choice.offering) ?? profile.offerings[0];
  const place = offering?.places.find((name) => name === choice.place) ?? offering?.places[0];
  if (!offering || !place) return null;
  const duration = preferredDuration(offering.durations, choice.duration);
  return { offering, duration, place, date: choice.date ?? null, start: choice.start ?? null };
}

/** What a booked lesson is, with its time still to choose anew; null when the instructor offers it no more. */
export function wishOf(profile: InstructorProfile, lesson: Booking): Wish | null {
  const offering = profile.offerings.find(({ id }) => id === lesson.offering_id);
  if (!offering) return null;
  const { duration_minutes: duration, place, booking_date: date } = lesson;
  return { offering, duration, place, date, start: null };
}

export const toChoice = ({ offering, duration, place, date, start }: Wish): Choice => ({
  offering: offering.id,
  duration,
  place,
  date: date ?? undefined,
  start: start ?? undefined,
});

export type StartGroup = { name: "Morning" | "Afternoon" | "Evening"; starts: string[] };

const NOON = 12 * 60;
const FIVE = 17 * 60;

function partOfDay(start: string): StartGroup["name"] {
  const minutes = toMinutes(start);
  if (minutes < NOON) return "Morning";
  return minutes < FIVE ? "Afternoon" : "Evening";
}

/** A day's starts by part of the day; parts without any are left out. */
export function groupStarts(starts: string[]): StartGroup[] {
  const groups = Object.groupBy(starts, partOfDay);
  const order = ["Morning", "Afternoon", "Evening"] as const;
  return order.flatMap((name) => (groups[name] ? [{ name, starts: groups[name] }] : []));
}

export const startsOn = (days: FreeDay[], date: string | null): string[] =>
  days.find((day) => day.date === date)?.starts ?? [];

export const freeDates = (days: FreeDay[]): Set<string> =>
  new Set(days.filter(({ starts }) => (starts ?? []).length > 0).map(({ date }) => date));

/** Where the picker opens: nobody should have to look for the first day that has something. */
export const firstFreeDate = (days: FreeDay[]): string | null => [...freeDates(days)].toSorted()[0] ?? null;

/** The dates to ask for when a month is shown; days gone by are left out. */
export function monthSpan(month: string, today: string): { start_date: string; end_date: string } {
  const lastDay = new Date(new Date(`${addMonths(month, 1)}T00:00:00Z`).getTime() - 1)
    .toISOString()
    .slice(0, 10);
  return {
    start_date: month < startOfMonth(today) || month.slice(0, 7) === today.slice(0, 7) ? today : month,
    end_date: lastDay,
  };
}

const NAMED = 3;

/** Which times of a day somebody else took while the reader looked at them. */
export function goneWords(before: string[], after: string[]): string {
  const gone = before.filter((start) => !after.includes(start)).map(formatTime);
  if (gone.length === 0) return "";
  if (gone.length > NAMED) return `${gone.length} times were just taken.`;
  return `${gone.join(", ")} ${gone.length === 1 ? "was" : "were"} just taken.`;
}

/** The start to show as chosen: the one asked for while it is free; the only one there is; else none. */
export function settledStart(starts: string[], wanted: string | null): string | null {
  if (wanted !== null && starts.includes(wanted)) return wanted;
  return starts.length === 1 ? (starts[0] ?? null) : null;
}
