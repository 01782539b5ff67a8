import type { Stroke } from "./editor";
import { CELL, covers, DAY_END, type Range } from "./model";

/** One half hour of one day. */
export type Cell = { readonly date: string; readonly start: number };

export const EARLY_END = 360;

export const cellRange = (start: number): Range => ({ start, end: start + CELL });

const startsFrom = (first: number): readonly number[] =>
  Array.from({ length: (DAY_END - first) / CELL }, (_, row) => first + row * CELL);

const WHOLE_DAY = startsFrom(0);
const WITHOUT_EARLY = startsFrom(EARLY_END);

/** The starts of the half hours that the grid shows; the same array each time, so that columns can compare. */
export const cellStarts = (withEarlyHours: boolean): readonly number[] =>
  withEarlyHours ? WHOLE_DAY : WITHOUT_EARLY;

/** Half hours are on, off, or partly on when the hours end on a quarter. */
export type CellState = "on" | "off" | "partly";

export function cellState(ranges: readonly Range[], start: number): CellState {
  const cell = cellRange(start);
  if (covers(ranges, cell)) return "on";
  return ranges.some((range) => range.start < cell.end && cell.start < range.end) ? "partly" : "off";
}

/** Whether a lesson takes a part of this half hour. */
export const isTaken = (start: number, lesson: Range): boolean =>
  lesson.start < start + CELL && start < lesson.end;

/** The rectangle of days and half hours between two cells. */
export function strokeBetween(from: Cell, to: Cell, dates: readonly string[], on: boolean): Stroke {
  const [first, last] = [dates.indexOf(from.date), dates.indexOf(to.date)].sort((a, b) => a - b);
  return {
    dates: dates.slice(first, (last ?? 0) + 1),
    range: { start: Math.min(from.start, to.start), end: Math.max(from.start, to.start) + CELL },
    on,
  };
}

export const inStroke = (stroke: Stroke | null, { date, start }: Cell): boolean =>
  Boolean(stroke?.dates.includes(date) && stroke.range.start <= start && start < stroke.range.end);

const STEPS: Record<string, readonly [days: number, minutes: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -CELL],
  ArrowDown: [0, CELL],
};

/** The cell that a key leads to; null for keys that do not move. Stays inside the grid. */
export function moveByKey(
  key: string,
  from: Cell,
  dates: readonly string[],
  starts: readonly number[],
): Cell | null {
  const [first, last] = [starts[0] ?? 0, starts.at(-1) ?? 0];
  if (key === "Home") return { ...from, start: first };
  if (key === "End") return { ...from, start: last };
  const step = STEPS[key];
  if (!step) return null;
  const day = Math.min(dates.length - 1, Math.max(0, dates.indexOf(from.date) + step[0]));
  const start = Math.min(last, Math.max(first, from.start + step[1]));
  return { date: dates[day] ?? from.date, start };
}
