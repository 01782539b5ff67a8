/**
 * The only place that formats dates and times.
 * Dates are "YYYY-MM-DD" and wall-clock times "HH:MM" ("24:00" only as an end), both in the lesson's own timezone;
 * they are never put through the reader's timezone. Instants (RFC 3339) are shown in the timezone given.
 */

export const NEW_YORK = "America/New_York";
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-US", { timeZone: "UTC", ...options });

const formats = {
  short: format({ weekday: "short", month: "short", day: "numeric" }),
  long: format({ weekday: "long", month: "long", day: "numeric" }),
  withYear: format({ weekday: "short", month: "short", day: "numeric", year: "numeric" }),
  weekday: format({ weekday: "short" }),
  weekdayLong: format({ weekday: "long" }),
  month: format({ month: "long", year: "numeric" }),
  monthDay: format({ month: "short", day: "numeric" }),
};

/** Midnight UTC of a calendar date: a stand-in that no timezone can shift. */
const asUtc = (date: string): Date => new Date(`${date}T00:00:00Z`);
const asDate = (instant: Date): string => instant.toISOString().slice(0, 10);

/** "2026-11-24" -> "Tue, Nov 24". */
export const formatDate = (date: string): string => formats.short.format(asUtc(date));
/** "2026-11-24" -> "Tuesday, November 24". */
export const formatLongDate = (date: string): string => formats.long.format(asUtc(date));
/** "2026-11-24" -> "Tue, Nov 24, 2026". */
export const formatDateWithYear = (date: string): string => formats.withYear.format(asUtc(date));
/** "2026-11-24" -> "Tue". */
export const formatWeekday = (date: string): string => formats.weekday.format(asUtc(date));
/** "2026-11-24" -> "Tuesday". */
export const formatLongWeekday = (date: string): string => formats.weekdayLong.format(asUtc(date));
/** "2026-11-24" -> "November 2026". */
export const formatMonth = (date: string): string => formats.month.format(asUtc(date));
/** "2026-11-24" -> "Nov 24". */
export const formatMonthDay = (date: string): string => formats.monthDay.format(asUtc(date));

/** "14:30" -> 870; "24:00" -> 1440. */
export function toMinutes(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/** 870 -> "14:30"; 1440 -> "24:00". */
export function fromMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** When a lesson ends on the clock: "24:00" at midnight, the next day's time beyond it. */
export function endOf(start: string, minutes: number): string {
  const end = toMinutes(start) + minutes;
  return fromMinutes(end > DAY_MINUTES ? end - DAY_MINUTES : end);
}

/** "14:30" -> "2:30 PM"; "00:00" -> "12:00 AM"; "24:00" -> "midnight". */
export function formatTime(time: string): string {
  const minutes = toMinutes(time);
  if (minutes === DAY_MINUTES) return "midnight";
  const hour = Math.floor(minutes / 60);
  return `${hour % 12 || 12}:${String(minutes % 60).padStart(2, "0")} ${hour < 12 ? "AM" : "PM"}`;
}

/** "2:00 – 3:00 PM"; both halves of the day are named when they differ. */
export function formatTimeRange(start: string, end: string): string {
  const [from, to] = [formatTime(start), formatTime(end)];
  const half = from.slice(-3);
  return to.endsWith(half) ? `${from.slice(0, -3)} – ${to}` : `${from} – ${to}`;
}

/** 45 -> "45 min"; 60 -> "1 hour"; 90 -> "1 h 30 min"; 120 -> "2 hours". */
export function formatDuration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  if (rest === 0) return hours === 1 ? "1 hour" : `${hours} hours`;
  return `${hours} h ${rest} min`;
}

/** The calendar date on which an instant falls in a timezone. */
export function dateIn(instant: Date | string, timezone: string = NEW_YORK): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: timezone }).format(new Date(instant));
}

/** The wall-clock time "HH:MM" of an instant in a timezone. */
export function timeIn(instant: Date | string, timezone: string = NEW_YORK): string {
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: timezone } as const;
  return new Intl.DateTimeFormat("en-GB", shape).format(new Date(instant));
}

/** An instant as "Tue, Nov 24, 6:00 PM" in a timezone. */
export function formatInstant(instant: string, timezone: string = NEW_YORK): string {
  return `${formatDate(dateIn(instant, timezone))}, ${formatTime(timeIn(instant, timezone))}`;
}

export const todayIn = (timezone: string = NEW_YORK, now: Date = new Date()): string => dateIn(now, timezone);

export function addDays(date: string, days: number): string {
  return asDate(new Date(asUtc(date).getTime() + days * DAY_MS));
}

export function daysBetween(from: string, to: string): number {
  return Math.round((asUtc(to).getTime() - asUtc(from).getTime()) / DAY_MS);
}

/** The Monday of a date's week. */
export function startOfWeek(date: string): string {
  return addDays(date, -((asUtc(date).getUTCDay() + 6) % 7));
}

export const startOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;

export function addMonths(date: string, months: number): string {
  const start = asUtc(startOfMonth(date));
  start.setUTCMonth(start.getUTCMonth() + months);
  return asDate(start);
}

/** The date of a URL parameter, or null when it is none. */
export function parseDate(text: string | null | undefined): string | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const instant = asUtc(text);
  return Number.isNaN(instant.getTime()) || asDate(instant) !== text ? null : text;
}

/** "today", "tomorrow", or the short date. */
export function formatRelativeDate(date: string, today: string): string {
  const distance = daysBetween(today, date);
  if (distance === 0) return "Today";
  if (distance === 1) return "Tomorrow";
  return formatDate(date);
}
