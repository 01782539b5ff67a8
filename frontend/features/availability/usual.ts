import { addDays, formatDate, formatLongDate, formatLongWeekday } from "@/lib/time";
import type { UsualWeek } from "@/lib/types";
import { hoursOf, type TimeOfDay, toTimes, type WeekHours } from "./model";

/** A week that stands for all: its Monday is one, and it is never shown as a date. */
export const ANY_WEEK = "2001-01-01";

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Weekday = (typeof WEEKDAYS)[number];

const dateOf = (day: number): string => addDays(ANY_WEEK, day);

/** The usual week as the editor's, each weekday on a date of the week that stands for all. */
export const hoursOfUsual = (usual: Record<Weekday, readonly TimeOfDay[]>): WeekHours =>
  hoursOf(ANY_WEEK, Object.fromEntries(WEEKDAYS.map((name, day) => [dateOf(day), usual[name]])));

/** The usual week as the API takes it. */
export const usualOf = (hours: WeekHours): Record<Weekday, TimeOfDay[]> =>
  Object.fromEntries(WEEKDAYS.map((name, day) => [name, (hours[dateOf(day)] ?? []).map(toTimes)])) as Record<
    Weekday,
    TimeOfDay[]
  >;

export const keptUsual = (usual: UsualWeek) => ({
  weekStart: ANY_WEEK,
  version: usual.version,
  hours: hoursOfUsual(usual),
});

export const hasHours = (usual: UsualWeek): boolean => WEEKDAYS.some((name) => usual[name].length > 0);

/** How the days of a week are called: by date, or by weekday alone. */
export type DayNames = {
  long: (date: string) => string;
  short: (date: string) => string;
  number: (date: string) => string;
};

export const DATED: DayNames = {
  long: formatLongDate,
  short: formatDate,
  number: (date) => String(Number(date.slice(8))),
};

const plainly = (date: string): string => `${formatLongWeekday(date)}s`;

export const USUAL: DayNames = { long: plainly, short: plainly, number: () => "" };
