import { lessonPath } from "@/lib/paths";
import { formatDate, formatInstant, formatTime, parseDate, startOfWeek, toMinutes } from "@/lib/time";
import type { Explanation, OwnProfile } from "@/lib/types";
import { QUARTER } from "./model";

export type Question = { date: string; startTime: string; duration: number };
export type Remedy = { href: string; action: string };
type Reason = Explanation["reasons"][number];

const USUAL: Omit<Question, "date"> = { startTime: "18:00", duration: 60 };
const SHORTEST = 30;
const LONGEST = 240;

const isStart = (text: string | undefined): text is string =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(text ?? "") && toMinutes(text ?? "") % QUARTER === 0;

const isLength = (minutes: number): boolean =>
  minutes >= SHORTEST && minutes <= LONGEST && minutes % QUARTER === 0;

/** What the address asks; null when it asks nothing that can be answered. */
export function readQuestion(values: Record<string, string | undefined>): Question | null {
  const [date, duration] = [parseDate(values.date), Number(values.duration)];
  if (!date || !isStart(values.time) || !isLength(duration)) return null;
  return { date, startTime: values.time, duration };
}

export const usualQuestion = (date: string): Question => ({ date, ...USUAL });

/** The lengths that are sold, and the one that was asked for. */
export const durationsToAsk = ({ offerings }: Pick<OwnProfile, "offerings">, asked: number): number[] =>
  [...new Set([...offerings.flatMap(({ durations }) => durations), asked])].sort((a, b) => a - b);

const toLesson = (id: string | null): Remedy[] =>
  id ? [{ href: lessonPath(id), action: "See the lesson" }] : [];

/** Where each rule can be changed; none for what passes by itself. */
const REMEDIES: Record<Reason["code"], (reason: Reason, date: string) => Remedy[]> = {
  not_listed: () => [{ href: "/teach", action: "See what is missing" }],
  missing_hour: () => [],
  too_soon: () => [{ href: "/teach/you#rules", action: "Change your notice" }],
  too_far: () => [{ href: "/teach/you#rules", action: "Change how far ahead" }],
  outside_hours: (_, date) => [
    { href: `/calendar?week=${startOfWeek(date)}`, action: "Open hours that week" },
  ],
  blackout: () => [{ href: "/calendar/days-off", action: "See your days off" }],
  booked: ({ booking_id }) => toLesson(booking_id),
  hold: () => [],
  buffer: ({ booking_id }) => [
    ...toLesson(booking_id),
    { href: "/teach/you#rules", action: "Change your break" },
  ],
};

export const remediesFor = (reason: Reason, date: string): Remedy[] => REMEDIES[reason.code](reason, date);

/** A hold ends by itself, and the instructor is told when. */
export const endsByItself = ({ expires_at }: Reason, timezone: string): string | null =>
  expires_at && `It is free again at ${formatInstant(expires_at, timezone)}, unless the student books it.`;

/** "Tue, Dec 1, 6:00 PM". */
export const momentAsked = (date: string, startTime: string): string =>
  `${formatDate(date)}, ${formatTime(startTime)}`;
