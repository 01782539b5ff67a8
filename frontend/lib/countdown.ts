/** Time that runs out. Pure. */

const SECOND_MS = 1_000;
const MINUTE_SECONDS = 60;

/** Whole seconds until a moment, both in milliseconds of the same clock; 0 when it is over. */
export const secondsUntil = (deadline: number, now: number): number =>
  Math.max(0, Math.ceil((deadline - now) / SECOND_MS));

/** 272 -> "4:32". */
export const formatCountdown = (seconds: number): string =>
  `${Math.floor(seconds / MINUTE_SECONDS)}:${String(seconds % MINUTE_SECONDS).padStart(2, "0")}`;

const MILESTONES: [seconds: number, words: string][] = [
  [30, "30 seconds left to confirm."],
  [60, "One minute left to confirm."],
  [120, "Two minutes left to confirm."],
  [Number.POSITIVE_INFINITY, "This time is kept for you while you confirm."],
];

/** What a screen reader is told: it changes four times, not every second. */
export const milestone = (seconds: number): string => MILESTONES.find(([from]) => seconds <= from)?.[1] ?? "";
