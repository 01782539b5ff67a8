import { addDays, formatMonthDay, formatTime, fromMinutes, toMinutes } from "@/lib/time";

/** `[start, end)` of one day in minutes since midnight; 1440 is 24:00. */
export type Range = { readonly start: number; readonly end: number };

/** The hours of a week: every date of it, each with merged and sorted ranges. */
export type WeekHours = Readonly<Record<string, readonly Range[]>>;

export type TimeOfDay = { start_time: string; end_time: string };

export const CELL = 30;
export const QUARTER = 15;
export const DAY_END = 1440;

/** Sorted, with overlapping and touching ranges made one. */
export function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}

/** What is left of `ranges` without `taken`. */
export function subtract(ranges: readonly Range[], taken: readonly Range[]): Range[] {
  return merge(taken).reduce<Range[]>(
    (left, hole) =>
      left.flatMap((range) =>
        [
          { start: range.start, end: Math.min(range.end, hole.start) },
          { start: Math.max(range.start, hole.end), end: range.end },
        ].filter((piece) => piece.start < piece.end),
      ),
    merge(ranges),
  );
}

export const covers = (ranges: readonly Range[], range: Range): boolean =>
  subtract([range], ranges).length === 0;

/** Paints or rubs out one stretch of a day. */
export const paint = (ranges: readonly Range[], stroke: Range, on: boolean): Range[] =>
  on ? merge([...ranges, stroke]) : subtract(ranges, [stroke]);

export const datesOf = (weekStart: string): string[] =>
  Array.from({ length: 7 }, (_, day) => addDays(weekStart, day));

/** "Nov 23 – Nov 29", with the year when it is not the reader's. */
export function weekName(weekStart: string, today: string): string {
  const last = addDays(weekStart, 6);
  const year = last.slice(0, 4);
  const name = `${formatMonthDay(weekStart)} – ${formatMonthDay(last)}`;
  return year === today.slice(0, 4) ? name : `${name}, ${year}`;
}

export const toRange = ({ start_time, end_time }: TimeOfDay): Range => ({
  start: toMinutes(start_time),
  end: toMinutes(end_time),
});

export const toTimes = (range: Range): TimeOfDay => ({
  start_time: fromMinutes(range.start),
  end_time: fromMinutes(range.end),
});

/** The API's days as the editor's, with every date of the week there. */
export function hoursOf(
  weekStart: string,
  days: Record<string, readonly TimeOfDay[] | undefined>,
): WeekHours {
  return Object.fromEntries(datesOf(weekStart).map((date) => [date, merge((days[date] ?? []).map(toRange))]));
}

/** The whole week as the API takes it. */
export const daysOf = (hours: WeekHours): Record<string, TimeOfDay[]> =>
  Object.fromEntries(Object.entries(hours).map(([date, ranges]) => [date, ranges.map(toTimes)]));

export type DayChange = { date: string; added: Range[]; removed: Range[] };

/** What saving would change, day by day; days that stay as they are do not appear. */
export function changes(before: WeekHours, after: WeekHours): DayChange[] {
  return Object.keys(after)
    .sort()
    .map((date) => ({
      date,
      added: subtract(after[date] ?? [], before[date] ?? []),
      removed: subtract(before[date] ?? [], after[date] ?? []),
    }))
    .filter(({ added, removed }) => added.length > 0 || removed.length > 0);
}

export const minutesIn = (hours: WeekHours): number =>
  Object.values(hours)
    .flat()
    .reduce((sum, { start, end }) => sum + end - start, 0);

export type Preset = { id: string; label: string; days: readonly number[]; range: Range };

/** Days count from Monday, 0. */
export const PRESETS: readonly Preset[] = [
  { id: "mornings", label: "Weekday mornings", days: [0, 1, 2, 3, 4], range: { start: 540, end: 720 } },
  { id: "after-school", label: "After school", days: [0, 1, 2, 3, 4], range: { start: 900, end: 1080 } },
  { id: "evenings", label: "Weekday evenings", days: [0, 1, 2, 3, 4], range: { start: 1020, end: 1260 } },
  { id: "weekends", label: "Weekends", days: [5, 6], range: { start: 600, end: 1080 } },
];

/** Paints or rubs out one stretch on several days. */
export function paintDays(hours: WeekHours, dates: readonly string[], range: Range, on: boolean): WeekHours {
  const painted = dates.map((date) => [date, paint(hours[date] ?? [], range, on)] as const);
  return { ...hours, ...Object.fromEntries(painted) };
}

/** Adds a preset's hours to the days that may still be edited. */
export function applyPreset(
  hours: WeekHours,
  preset: Preset,
  editable: (date: string) => boolean,
): WeekHours {
  const dates = Object.keys(hours).sort();
  const touched = preset.days.flatMap((day) => dates[day] ?? []).filter(editable);
  return paintDays(hours, touched, preset.range, true);
}

/** Takes over another week's hours by weekday, for the days that may still be edited. */
export function copyHours(from: WeekHours, to: WeekHours, editable: (date: string) => boolean): WeekHours {
  const source = Object.keys(from).sort();
  return Object.fromEntries(
    Object.keys(to)
      .sort()
      .map((date, day) => [date, editable(date) ? (from[source[day] ?? ""] ?? []) : (to[date] ?? [])]),
  );
}

/** "9:00 AM – 12:00 PM". */
export const describe = ({ start, end }: Range): string =>
  `${formatTime(fromMinutes(start))} – ${formatTime(fromMinutes(end))}`;

/** 540 -> "9am"; 1050 -> "5:30pm"; midnight is "12am" at either end. */
const shortTime = (minutes: number): string =>
  formatTime(fromMinutes(minutes % DAY_END))
    .replace(":00", "")
    .replace(" ", "")
    .toLowerCase();

/** Ranges as a person types them back: "9am-12pm, 2pm-5:30pm". */
export const toText = (ranges: readonly Range[]): string =>
  ranges.map(({ start, end }) => `${shortTime(start)}-${shortTime(end)}`).join(", ");

export type Parsed = { ranges: Range[]; error: null } | { ranges: null; error: string };

/** Reads "9-12, 2pm-5:30pm, 18:00-24:00"; the error names the part that was not understood. */
export function parseText(text: string): Parsed {
  const parts = text
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter(Boolean);
  const ranges: Range[] = [];
  for (const part of parts) {
    const range = parseRange(part);
    if (typeof range === "string") return { ranges: null, error: range };
    ranges.push(range);
  }
  return { ranges: merge(ranges), error: null };
}

function parseRange(part: string): Range | string {
  const [from, to, ...rest] = part.split(/\s*(?:-|–|to)\s*/i);
  const start = parseTime(from);
  const typedEnd = parseTime(to);
  if (rest.length > 0 || start === null || typedEnd === null) {
    return `"${part}" is not a range of time. Write 9:00-12:00 or 2pm-5:30pm.`;
  }
  // A day that ends at midnight ends at its own.
  const end = typedEnd || DAY_END;
  if (start % QUARTER || end % QUARTER) return `"${part}" must lie on quarter hours.`;
  if (start >= end) return `"${part}" ends before it starts. Past midnight belongs to the next day.`;
  return { start, end };
}

/** Minutes since midnight of "9", "9:30", "9pm", "24:00"; null for anything else. */
function parseTime(text: string | undefined): number | null {
  const match = /^(\d{1,2})(?::(\d{2}))?\s*(am|pm)?$/i.exec(text ?? "");
  if (!match) return null;
  const [, hourText, minuteText = "0", half] = match;
  const hour = Number(hourText);
  if (half && (hour < 1 || hour > 12)) return null;
  const hours = half ? (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : hour;
  const minutes = hours * 60 + Number(minuteText);
  return Number(minuteText) > 59 || minutes > DAY_END ? null : minutes;
}
