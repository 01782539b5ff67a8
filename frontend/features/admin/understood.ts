/** What was understood of a search that found nobody, in words. Pure. */
import type { ZeroResults } from "@/features/admin/types";
import { PLACE_WORDS } from "@/features/admin/words";
import { formatCents } from "@/lib/money";
import { formatDate, formatDuration, formatTime } from "@/lib/time";
import { AGE_GROUP_NAMES, LEVEL_NAMES, nameOfSlug, WEEKDAY_NAMES } from "@/lib/words";

const named = (names: Record<string, string>) => (id: string) => names[id] ?? nameOfSlug(id);
const not =
  (say: (text: string) => string) =>
  (text: string): string =>
    `not ${say(text)}`;
const rate = (cents: string): string => `${formatCents(Number(cents))} an hour`;
const place = named(PLACE_WORDS);

/** In the order in which people say it. */
const SAID: Record<string, (value: string) => string> = {
  subjects: nameOfSlug,
  category: nameOfSlug,
  excluded_subjects: not(nameOfSlug),
  level: named(LEVEL_NAMES),
  age_group: named(AGE_GROUP_NAMES),
  duration_minutes: (minutes) => formatDuration(Number(minutes)),
  min_rate_cents: (cents) => `at least ${rate(cents)}`,
  max_rate_cents: (cents) => `at most ${rate(cents)}`,
  available_now: () => "right now",
  date_from: (date) => `from ${formatDate(date)}`,
  date_to: (date) => `to ${formatDate(date)}`,
  weekdays: named(WEEKDAY_NAMES),
  start_time: (time) => `from ${formatTime(time)}`,
  end_time: (time) => `until ${formatTime(time)}`,
  place,
  excluded_places: not(place),
  neighborhoods: nameOfSlug,
  boroughs: nameOfSlug,
};

const listOf = (value: unknown): string[] =>
  value === null || value === undefined || value === false ? [] : [value].flat().map(String);

/** "Piano, at most $40 an hour, Sat, from 5:00 PM"; nothing of what the reader would not know how to read. */
export const understoodWords = ({ understood }: Pick<ZeroResults, "understood">): string =>
  Object.entries(SAID)
    .flatMap(([field, say]) => listOf(understood[field]).map(say))
    .join(", ");
