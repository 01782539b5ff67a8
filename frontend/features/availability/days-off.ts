import { addDays, daysBetween, formatDate } from "@/lib/time";
import type { BookedOnDay, DayOff } from "@/lib/types";
import { plural } from "@/lib/words";

/** Days off that follow each other for one reason: a holiday is one line and not fourteen. */
export type TimeOff = { from: string; to: string; reason: string; lessons: BookedOnDay[] };

const lessonsOf = ({ date, booked }: DayOff): BookedOnDay[] => booked.map((lesson) => ({ ...lesson, date }));

export function timesOff(days: readonly DayOff[]): TimeOff[] {
  const times: TimeOff[] = [];
  for (const day of [...days].sort((a, b) => a.date.localeCompare(b.date))) {
    const last = times.at(-1);
    if (last && last.reason === day.reason && addDays(last.to, 1) === day.date) {
      times[times.length - 1] = {
        ...last,
        to: day.date,
        lessons: [...last.lessons, ...lessonsOf(day)],
      };
    } else {
      times.push({ from: day.date, to: day.date, reason: day.reason, lessons: lessonsOf(day) });
    }
  }
  return times;
}

export const datesFrom = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, day) => addDays(from, day));

/** "Thu, Dec 24" or "Thu, Dec 24 – Fri, Jan 1". */
export const spanOf = (from: string, to: string): string =>
  from === to ? formatDate(from) : `${formatDate(from)} – ${formatDate(to)}`;

export const MOST_DAYS = 31;

/** What is wrong with the days that were entered; null when nothing is. */
export function wrongDays(from: string, to: string, today: string): { from?: string; to?: string } | null {
  if (from < today) return { from: "This day is over." };
  if (to < from) return { to: "The last day is before the first." };
  if (daysBetween(from, to) >= MOST_DAYS) return { to: `At most ${plural(MOST_DAYS, "day")} at once.` };
  return null;
}
