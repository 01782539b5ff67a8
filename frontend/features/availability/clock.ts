import { dateIn, formatDate, formatTimeRange, fromMinutes, timeIn, toMinutes } from "@/lib/time";
import { CELL, covers, type Range, subtract, type WeekHours } from "./model";

/** Where the clock jumps over a stretch of a day, or shows it twice. */
export type ClockChange = { kind: "skipped" | "repeated"; range: Range };
export type ClockChanges = Readonly<Record<string, ClockChange>>;

const HALF_HOUR_MS = CELL * 60_000;
// Every timezone's day of this date lies between these hours of UTC.
const HOURS_BEFORE = 14;
const HOURS_AFTER = 38;

const atUtcHour = (date: string, hour: number): number => Date.parse(`${date}T00:00:00Z`) + hour * 3_600_000;

/** How far the clock is ahead of UTC, in minutes, up to whole days: enough to see whether it changes. */
function offset(instant: number, timezone: string): number {
  const utc = toMinutes(new Date(instant).toISOString().slice(11, 16));
  return (toMinutes(timeIn(new Date(instant), timezone)) - utc + 1_440) % 1_440;
}

/** What the clock shows through a date, each half hour that passes. */
function shownThrough(date: string, timezone: string): number[] {
  const [first, last] = [atUtcHour(date, -HOURS_BEFORE), atUtcHour(date, HOURS_AFTER)];
  const instants = Array.from(
    { length: (last - first) / HALF_HOUR_MS },
    (_, n) => new Date(first + n * HALF_HOUR_MS),
  );
  return instants
    .filter((instant) => dateIn(instant, timezone) === date)
    .map((instant) => toMinutes(timeIn(instant, timezone)));
}

/** What the clock does on a date besides running; null on nearly all days. */
export function clockChange(date: string, timezone: string): ClockChange | null {
  const [before, after] = [atUtcHour(date, -HOURS_BEFORE), atUtcHour(date, HOURS_AFTER)];
  if (offset(before, timezone) === offset(after, timezone)) return null;
  const shown = shownThrough(date, timezone);
  for (const [n, minutes] of shown.slice(1).entries()) {
    const expected = (shown[n] ?? 0) + CELL;
    if (minutes > expected) return { kind: "skipped", range: { start: expected, end: minutes } };
    if (minutes < expected) return { kind: "repeated", range: { start: minutes, end: expected } };
  }
  return null;
}

export const clockChanges = (dates: readonly string[], timezone: string): ClockChanges =>
  Object.fromEntries(
    dates.flatMap((date) => {
      const change = clockChange(date, timezone);
      return change ? [[date, change] as const] : [];
    }),
  );

const lengthOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);

/** Minutes that really pass: none in a skipped stretch, twice as many in a repeated one. */
export function realMinutes(ranges: readonly Range[], change: ClockChange | undefined): number {
  const length = lengthOf(ranges);
  if (!change) return length;
  const touched = lengthOf(ranges) - lengthOf(subtract(ranges, [change.range]));
  return change.kind === "skipped" ? length - touched : length + touched;
}

/** What is open in a week, in minutes that really pass. */
export const minutesOf = (hours: WeekHours, clock: ClockChanges): number =>
  Object.entries(hours).reduce((sum, [date, ranges]) => sum + realMinutes(ranges, clock[date]), 0);

/** Whether nothing of a range takes place, for the clock jumps over all of it. */
export const isLost = (range: Range, change: ClockChange | undefined): boolean =>
  change?.kind === "skipped" && covers([change.range], range);

const stretch = ({ start, end }: Range): string => formatTimeRange(fromMinutes(start), fromMinutes(end));

/** "Sun, Mar 14: the clock skips 2:00 – 3:00 AM." */
export function clockSentence(date: string, { kind, range }: ClockChange): string {
  return kind === "skipped"
    ? `${formatDate(date)}: the clock skips ${stretch(range)}. Nothing takes place then.`
    : `${formatDate(date)}: ${stretch(range)} comes twice. A lesson that starts then starts the first time.`;
}
