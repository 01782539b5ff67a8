/** Waiting for a time to come free: what can be wished for, and how it is said. Pure. */
import { single } from "@/lib/paths";
import {
  addDays,
  daysBetween,
  formatDate,
  formatDuration,
  formatMonthDay,
  formatTime,
  parseDate,
  toMinutes,
} from "@/lib/time";
import type { Place, TimeWish, WishRequest } from "@/lib/types";
import { PLACE_NAMES, WEEKDAY_NAMES } from "@/lib/words";

export type Days = "any" | "weekdays" | "dates";

/** What the form holds; the dates are those that a search asked for. */
export type WishForm = {
  offering: string | null;
  duration: number;
  place: string;
  neighborhood: string | null;
  days: Days;
  weekdays: string[];
  dates: string[];
  start: string;
  end: string;
  until: string;
};

export const DAY_START = "00:00";
export const DAY_END = "24:00";
export const LENGTHS = [30, 45, 60, 90, 120];
const USUAL_WAIT_DAYS = 28;
const WAIT_WEEKS = [1, 2, 4, 8, 12];
const WEEK_DAYS = 7;
const MOST_DATES = 31;

type Query = Record<string, string | string[] | undefined>;

const isTime = (text: string | undefined): text is string =>
  text !== undefined && /^\d{2}:(00|15|30|45)$/.test(text);

/** Every day from one to the other, both included; none when that are too many to name. */
function datesBetween(from: string, to: string): string[] {
  const count = daysBetween(from, to) + 1;
  if (count < 1 || count > MOST_DATES) return [];
  return Array.from({ length: count }, (_, index) => addDays(from, index));
}

/** The form as the address fills it; what makes no sense there is left as it usually is. */
export function readWish(
  query: Query,
  sold: { durations: number[]; places: string[] },
  today: string,
): WishForm {
  const values = single(query);
  const [from, to] = [parseDate(values.date_from), parseDate(values.date_to)];
  const dates = from && to && from >= today ? datesBetween(from, to) : [];
  const weekdays = [query.weekday ?? []].flat().filter((day) => day in WEEKDAY_NAMES);
  const duration = Number(values.duration);
  return {
    offering: values.offering ?? null,
    duration: sold.durations.includes(duration) ? duration : usual(sold.durations),
    place: sold.places.find((place) => place === values.place) ?? sold.places[0] ?? "online",
    neighborhood: values.neighborhood ?? null,
    days: dates.length > 0 ? "dates" : weekdays.length > 0 ? "weekdays" : "any",
    weekdays,
    dates,
    start: isTime(values.start_time) ? values.start_time : DAY_START,
    end: isTime(values.end_time) || values.end_time === DAY_END ? values.end_time : DAY_END,
    until: addDays(today, USUAL_WAIT_DAYS),
  };
}

const HOUR = 60;
const usual = (durations: number[]): number => (durations.includes(HOUR) ? HOUR : (durations[0] ?? HOUR));

/** Of whom: one offering of one instructor, or anybody who teaches the subject. */
export type Whose = { instructorId: string } | { subject: string };

export function wishRequest(whose: Whose, form: WishForm): WishRequest {
  return {
    ...("subject" in whose
      ? { subject: whose.subject }
      : { instructor_id: whose.instructorId, offering_id: form.offering }),
    duration_minutes: form.duration,
    place: form.place as Place,
    ...(form.place === "at_student" && form.neighborhood ? { neighborhood: form.neighborhood } : {}),
    ...(form.days === "weekdays" && form.weekdays.length > 0
      ? { weekdays: form.weekdays as WishRequest["weekdays"] }
      : {}),
    ...(form.days === "dates" ? { dates: form.dates } : {}),
    start_time: form.start,
    end_time: form.end,
    until: (form.days === "dates" ? form.dates.at(-1) : undefined) ?? form.until,
  };
}

/** Whether a lesson of that length has room between the two times. */
export const hasRoom = ({ start, end, duration }: Pick<WishForm, "start" | "end" | "duration">): boolean =>
  toMinutes(end) - toMinutes(start) >= duration;

export function datesWords(dates: string[]): string {
  const [first, last] = [dates[0] ?? "", dates.at(-1) ?? ""];
  if (dates.length <= 2) return dates.map(formatDate).join(" or ");
  return `${formatMonthDay(first)} to ${formatMonthDay(last)}`;
}

function timesWords({ start_time: start, end_time: end }: Pick<TimeWish, "start_time" | "end_time">): string {
  if (start === DAY_START && end === DAY_END) return "any time";
  if (end === DAY_END) return `from ${formatTime(start)}`;
  return start === DAY_START ? `over by ${formatTime(end)}` : `${formatTime(start)} to ${formatTime(end)}`;
}

function daysWords({ weekdays, dates }: Pick<TimeWish, "weekdays" | "dates">): string {
  if (dates) return datesWords(dates);
  return weekdays ? weekdays.map((day) => WEEKDAY_NAMES[day] ?? day).join(", ") : "Any day";
}

/** "Mon, Tue, 5:00 PM to 9:00 PM, until Dec 23". */
export const whenWords = (wish: TimeWish): string =>
  `${daysWords(wish)}, ${timesWords(wish)}, until ${formatMonthDay(wish.until)}`;

export const wishTitle = ({ subject, instructor }: TimeWish): string =>
  instructor ? `${subject.name} with ${instructor.display_name}` : `${subject.name} with anybody`;

export const whatWords = ({ duration_minutes: minutes, place }: TimeWish): string =>
  `${formatDuration(minutes)}, ${PLACE_NAMES[place] ?? place}`;

/** The last days that can be chosen. */
export const waitEnds = (today: string): string[] =>
  WAIT_WEEKS.map((weeks) => addDays(today, weeks * WEEK_DAYS));

/** Quarter hours are possible; full hours are enough to choose from, and what was asked for stays among them. */
export function hoursWith(from: number, to: number, chosen: string): string[] {
  const hours = Array.from(
    { length: to - from + 1 },
    (_, index) => `${String(from + index).padStart(2, "0")}:00`,
  );
  return [...new Set([...hours, chosen])].toSorted();
}
