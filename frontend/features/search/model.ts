import { formatCents } from "@/lib/money";
import { formatDuration, formatMonthDay, formatRelativeDate, formatTime } from "@/lib/time";
import type { Understood } from "@/lib/types";
import { AGE_GROUP_NAMES, LEVEL_NAMES, nameOfSlug, PLACE_NAMES } from "@/lib/words";

/** What the address of a search may hold; anything else is dropped. */
export const MANY = [
  "subject",
  "neighborhood",
  "borough",
  "weekday",
  "excluded_subject",
  "excluded_place",
] as const;
export const ONE = [
  "q",
  "category",
  "place",
  "level",
  "age_group",
  "min_rate_cents",
  "max_rate_cents",
  "date",
  "date_from",
  "date_to",
  "start_time",
  "end_time",
  "duration_minutes",
  "available_now",
  "sort",
  "offset",
] as const;

// Stands in the address beside the search but is no part of it: to open the map asks nothing anew.
const MAP = "map";
const OPEN = "open";

export type ParamName = (typeof MANY)[number] | (typeof ONE)[number];
/** The state of a search: exactly what its address says. */
export type SearchState = Partial<Record<ParamName, string[]>>;

type Query = Record<string, string | string[] | undefined>;

export function readState(query: Query): SearchState {
  const state: SearchState = {};
  for (const name of MANY) {
    const values = [query[name] ?? []].flat().filter(Boolean);
    if (values.length > 0) state[name] = values;
  }
  for (const name of ONE) {
    const value = [query[name] ?? []].flat()[0]?.trim();
    if (value) state[name] = [value];
  }
  return state;
}

const pathOf = (query: URLSearchParams): string => (query.size > 0 ? `/search?${query}` : "/search");

export function searchPath(state: SearchState, mapOpen = false): string {
  const query = new URLSearchParams();
  for (const name of [...ONE, ...MANY]) {
    for (const value of state[name] ?? []) query.append(name, value);
  }
  if (mapOpen) query.set(MAP, OPEN);
  return pathOf(query);
}

/** Whether an address holds the map open, where there is no room for it beside the results. */
export const isMapOpen = (query: Pick<URLSearchParams, "get">): boolean => query.get(MAP) === OPEN;

/** The same address with the map open, or without it. */
export function mapToggledPath(address: string): string {
  const query = new URLSearchParams(address);
  if (isMapOpen(query)) query.delete(MAP);
  else query.set(MAP, OPEN);
  return pathOf(query);
}

export const pagePath = (state: SearchState, offset: number): string =>
  searchPath({ ...state, offset: offset > 0 ? [String(offset)] : [] });

const GROUPS = {
  subjects: { fields: ["subjects"], params: ["subject"] },
  category: { fields: ["category"], params: ["category"] },
  dates: { fields: ["date_from", "date_to"], params: ["date", "date_from", "date_to"] },
  weekdays: { fields: ["weekdays"], params: ["weekday"] },
  times: { fields: ["start_time", "end_time"], params: ["start_time", "end_time"] },
  duration: { fields: ["duration_minutes"], params: ["duration_minutes"] },
  rate: { fields: ["min_rate_cents", "max_rate_cents"], params: ["min_rate_cents", "max_rate_cents"] },
  neighborhoods: { fields: ["neighborhoods"], params: ["neighborhood"] },
  boroughs: { fields: ["boroughs"], params: ["borough"] },
  place: { fields: ["place"], params: ["place"] },
  otherPlaces: { fields: ["excluded_places"], params: ["excluded_place"] },
  otherSubjects: { fields: ["excluded_subjects"], params: ["excluded_subject"] },
  now: { fields: ["available_now"], params: ["available_now"] },
  level: { fields: ["level"], params: ["level"] },
  age: { fields: ["age_group"], params: ["age_group"] },
} as const satisfies Record<string, { fields: (keyof Understood)[]; params: ParamName[] }>;

/** What people see as one constraint; a date from and to are one. */
export type Group = keyof typeof GROUPS;
const GROUP_NAMES = Object.keys(GROUPS) as Group[];

const isEmpty = (value: unknown): boolean =>
  value === null || value === false || (Array.isArray(value) && value.length === 0);
const holds = (understood: Understood, group: Group): boolean =>
  GROUPS[group].fields.some((field) => !isEmpty(understood[field]));

const PARAM_OF = Object.fromEntries(
  GROUP_NAMES.flatMap((group) => {
    const params: readonly ParamName[] = GROUPS[group].params;
    return GROUPS[group].fields.map((field, index) => [field, group === "dates" ? field : params[index]]);
  }),
) as Record<string, ParamName>;

/** Everything that was understood as filters, so that single ones can be taken away; the words are used up by this. */
export function asFilters(understood: Understood, state: SearchState): SearchState {
  const filters: SearchState = state.sort ? { sort: state.sort } : {};
  for (const [field, param] of Object.entries(PARAM_OF)) {
    const value = understood[field as keyof Understood];
    if (!isEmpty(value)) filters[param] = [value].flat().map(String);
  }
  return filters;
}

/** The search without one constraint, whether a filter or the words said it. */
export function without(state: SearchState, understood: Understood, group: Group): SearchState {
  const params: readonly ParamName[] = GROUPS[group].params;
  const saidByFilter = params.some((name) => state[name]);
  const base = saidByFilter ? { ...state } : asFilters(understood, state);
  for (const name of params) delete base[name];
  delete base.offset;
  return base;
}

/** The search with one constraint set anew; no values means without it. */
export function withFilter(
  state: SearchState,
  understood: Understood,
  group: Group,
  values: SearchState,
): SearchState {
  const cleared = without(state, understood, group);
  if (Object.keys(values).length === 0) return cleared;
  const params: readonly ParamName[] = GROUPS[group].params;
  const base = { ...state };
  for (const name of params) delete base[name];
  delete base.offset;
  return { ...base, ...values };
}

/** The group that a field of `understood` belongs to; `relaxed` names fields. */
export const groupOf = (field: string): Group | null =>
  GROUP_NAMES.find((group) => (GROUPS[group].fields as readonly string[]).includes(field)) ?? null;

export type Names = {
  subjects: Record<string, string>;
  categories: Record<string, string>;
  areas: Record<string, string>;
  /** category -> letter of its bullet */
  letters: Record<string, string>;
};
export type Chip = { group: Group; label: string; withoutIt: SearchState };

const anyOf = (slugs: string[], names: Record<string, string>): string =>
  slugs.map((slug) => names[slug] ?? nameOfSlug(slug)).join(" or ");

function rateLabel({ min_rate_cents: min, max_rate_cents: max }: Understood): string {
  if (min !== null && max !== null) return `${formatCents(min)} to ${formatCents(max)}/h`;
  return max === null ? `From ${formatCents(min ?? 0)}/h` : `Up to ${formatCents(max)}/h`;
}

export function datesLabel({ date_from: from, date_to: to }: Understood, today: string): string {
  if (from && from === to) return formatRelativeDate(from, today);
  if (from && to) return `${formatMonthDay(from)} to ${formatMonthDay(to)}`;
  return from ? `From ${formatMonthDay(from)}` : `Until ${formatMonthDay(to ?? today)}`;
}

export function timesLabel({ start_time: start, end_time: end }: Understood): string {
  if (start && end) return `${formatTime(start)} to ${formatTime(end)}`;
  return start ? `From ${formatTime(start)}` : `Over by ${formatTime(end ?? "24:00")}`;
}

const LABELS: Record<Group, (understood: Understood, names: Names, today: string) => string> = {
  subjects: ({ subjects }, names) => anyOf(subjects, names.subjects),
  category: ({ category }, names) => anyOf([category ?? ""], names.categories),
  dates: (understood, _names, today) => datesLabel(understood, today),
  weekdays: ({ weekdays }) => anyOf(weekdays, {}),
  times: (understood) => timesLabel(understood),
  duration: ({ duration_minutes: minutes }) => formatDuration(minutes ?? 0),
  rate: (understood) => rateLabel(understood),
  neighborhoods: ({ neighborhoods }, names) => anyOf(neighborhoods, names.areas),
  boroughs: ({ boroughs }) => anyOf(boroughs, {}),
  place: ({ place }) => PLACE_NAMES[place ?? ""] ?? "",
  otherPlaces: ({ excluded_places: places }) => `Not ${anyOf(places, PLACE_NAMES).toLowerCase()}`,
  otherSubjects: ({ excluded_subjects: subjects }, names) => `Not ${anyOf(subjects, names.subjects)}`,
  now: () => "Available now",
  level: ({ level }) => LEVEL_NAMES[level ?? ""] ?? "",
  age: ({ age_group: age }) => AGE_GROUP_NAMES[age ?? ""] ?? "",
};

/** What was understood, each part removable. */
export function chipsOf(state: SearchState, understood: Understood, names: Names, today: string): Chip[] {
  return GROUP_NAMES.filter((group) => holds(understood, group)).map((group) => ({
    group,
    label: LABELS[group](understood, names, today),
    withoutIt: without(state, understood, group),
  }));
}
