import { startOfWeek } from "@/lib/time";
import type { GiftPreview } from "@/lib/types";
import { type DayChange, type Range, toRange } from "./model";

/** What giving hours changes in one week, and for how many minutes. */
export type ChangedWeek = { weekStart: string; days: DayChange[]; opened: number; closed: number };

const minutes = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);

/** In order; weeks that stay as they are do not appear. */
export function changedWeeks(changes: GiftPreview["changes"]): ChangedWeek[] {
  const weeks = new Map<string, DayChange[]>();
  for (const [date, change] of Object.entries(changes).sort(([a], [b]) => a.localeCompare(b))) {
    const day = { date, added: change.added.map(toRange), removed: change.removed.map(toRange) };
    const weekStart = startOfWeek(date);
    weeks.set(weekStart, [...(weeks.get(weekStart) ?? []), day]);
  }
  return [...weeks].map(([weekStart, days]) => ({
    weekStart,
    days,
    opened: minutes(days.flatMap(({ added }) => added)),
    closed: minutes(days.flatMap(({ removed }) => removed)),
  }));
}
