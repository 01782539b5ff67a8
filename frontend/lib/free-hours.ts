import { toMinutes } from "@/lib/time";
import type { FreeDay } from "@/lib/types";

export type FreeHours = { date: string; hours: number };

const HOUR = 60;
const HALVES = 2;

/** How much of each day is free, in halves of an hour; nothing where no lesson of the length asked for fits. */
export const freeHours = (days: FreeDay[]): FreeHours[] =>
  days.map(({ date, free, starts }) => {
    if (starts !== null && starts.length === 0) return { date, hours: 0 };
    const minutes = free.reduce(
      (sum, { start_time: start, end_time: end }) => sum + toMinutes(end) - toMinutes(start),
      0,
    );
    return { date, hours: Math.floor((minutes / HOUR) * HALVES) / HALVES };
  });
