import { datesLabel, type Group, type SearchState, timesLabel } from "@/features/search/model";
import { addDays, formatRelativeDate } from "@/lib/time";
import type { Understood } from "@/lib/types";
import { LEVEL_NAMES, PLACE_NAMES } from "@/lib/words";

export type FilterOption = { id: string; name: string; values: SearchState };
export type Filter = { group: Group; label: string; options: FilterOption[]; value: string };

const ANY = "any";
const AS_SAID = "as-said";
const DAYS_AHEAD = 14;
const RATES = [4_000, 6_000, 8_000, 10_000, 15_000];

const option = (id: string, name: string, values: SearchState): FilterOption => ({ id, name, values });

/** The option that says the same as what was understood; what no option says gets one of its own. */
function filter(
  group: Group,
  label: string,
  any: string,
  options: FilterOption[],
  now: string | null,
  words: string,
): Filter {
  const all = [option(ANY, any, {}), ...options];
  if (now === null) return { group, label, options: all, value: ANY };
  if (options.some(({ id }) => id === now)) return { group, label, options: all, value: now };
  return { group, label, options: [...all, option(AS_SAID, words, {})], value: AS_SAID };
}

export const isAsSaid = (id: string): boolean => id === AS_SAID;
export const isAny = (id: string): boolean => id === ANY;

function dayFilter(understood: Understood, today: string): Filter {
  const days = Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(today, index));
  const options = days.map((date) => option(date, formatRelativeDate(date, today), { date: [date] }));
  const { date_from: from, date_to: to } = understood;
  const now = from === null && to === null ? null : from === to ? from : AS_SAID;
  return filter("dates", "Day", "Any day", options, now, now ? datesLabel(understood, today) : "");
}

const PARTS: [string, string, string][] = [
  ["Morning", "06:00", "12:00"],
  ["Afternoon", "12:00", "17:00"],
  ["Evening", "17:00", "23:00"],
];

function timeFilter(understood: Understood): Filter {
  const options = PARTS.map(([name, start, end]) =>
    option(`${start}-${end}`, name, { start_time: [start], end_time: [end] }),
  );
  const { start_time: start, end_time: end } = understood;
  const now = start === null && end === null ? null : `${start}-${end}`;
  return filter("times", "Time of day", "Any time", options, now, now ? timesLabel(understood) : "");
}

function rateFilter({ min_rate_cents: min, max_rate_cents: max }: Understood): Filter {
  const options = RATES.map((cents) =>
    option(String(cents), `Up to $${cents / 100}/h`, { max_rate_cents: [String(cents)] }),
  );
  const now = min === null && max === null ? null : min === null ? String(max) : AS_SAID;
  return filter("rate", "Price", "Any price", options, now, "As you said");
}

const fromNames = (names: Record<string, string>, param: "place" | "level"): FilterOption[] =>
  Object.entries(names).map(([id, name]) => option(id, name, { [param]: [id] }));

function boroughFilter({ boroughs }: Understood, all: { slug: string; name: string }[]): Filter {
  const options = all.map(({ slug, name }) => option(slug, name, { borough: [slug] }));
  const now = boroughs.length === 0 ? null : boroughs.length === 1 ? (boroughs[0] ?? null) : AS_SAID;
  return filter("boroughs", "Where", "Anywhere", options, now, "As you said");
}

/** The row of filters, each showing what holds now, whoever said it: the words or an earlier choice. */
export function filtersFor(
  understood: Understood,
  today: string,
  boroughs: { slug: string; name: string }[],
): Filter[] {
  const soon = [option("now", "Within 3 hours", { available_now: ["true"] })];
  return [
    filter("now", "Now", "Any start", soon, understood.available_now ? "now" : null, ""),
    dayFilter(understood, today),
    timeFilter(understood),
    rateFilter(understood),
    boroughFilter(understood, boroughs),
    filter("place", "Place", "Any place", fromNames(PLACE_NAMES, "place"), understood.place, ""),
    filter("level", "Level", "Any level", fromNames(LEVEL_NAMES, "level"), understood.level, ""),
  ];
}
