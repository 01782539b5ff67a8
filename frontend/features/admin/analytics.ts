/** How searches and subjects are said. Pure. */

import type { SubjectFacts, TrendPoint } from "@/features/admin/types";
import { formatCents } from "@/lib/money";
import {
  dateIn,
  formatDate,
  formatMonthDay,
  formatTime,
  formatTimeRange,
  fromMinutes,
  timeIn,
} from "@/lib/time";

const HOURS = 24;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The beginning of an hour by its time, of a day by its date. */
export const pointLabel = ({ starts_at: at }: Pick<TrendPoint, "starts_at">, days: number): string =>
  days === 1 ? formatTime(timeIn(at)) : formatMonthDay(dateIn(at));

export const longPointLabel = ({ starts_at: at }: Pick<TrendPoint, "starts_at">, days: number): string =>
  days === 1 ? formatTime(timeIn(at)) : formatDate(dateIn(at));

/** [17, 18, 19, 21] -> "5:00 – 8:00 PM, 9:00 – 10:00 PM": hours of the day, those in a row as one. */
export function hoursWords(hours: readonly number[]): string {
  const sorted = hours.toSorted((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const hour of sorted) {
    const last = runs.at(-1);
    if (last?.[1] === hour) last[1] = hour + 1;
    else runs.push([hour, hour + 1]);
  }
  return runs.map(([from, to]) => formatTimeRange(at(from), at(to))).join(", ");
}

const at = (hour: number): string => fromMinutes(60 * Math.min(hour, HOURS));

/** ISO weekdays, Monday being 1. */
export const weekdaysWords = (days: readonly number[]): string =>
  days
    .toSorted((a, b) => a - b)
    .map((day) => WEEKDAYS[day - 1])
    .join(", ");

/** A quarter of what is listed costs less than the first, half less than the second, three quarters than the third. */
export function pricesWords(facts: SubjectFacts): string {
  const prices = [facts.rate_p25_cents, facts.rate_p50_cents, facts.rate_p75_cents];
  return prices.every((price) => price !== null) ? prices.map(formatCents).join(" / ") : "Nobody yet";
}
