/** What leads on from a search that finds nobody. Pure. */
import {
  asFilters,
  type Chip,
  type Group,
  groupOf,
  type SearchState,
  searchPath,
} from "@/features/search/model";
import type { WishStart } from "@/lib/paths";
import type { SearchAnswer, Understood } from "@/lib/types";

export type Way = { group: Group; label: string; href: string; total: number };
export type OtherDay = { date: string; href: string; total: number };

/** Each constraint that could be given up, with exactly how many are found then, the most first. */
export function waysOut({ relaxed }: Pick<SearchAnswer, "relaxed">, chips: Chip[]): Way[] {
  return relaxed
    .filter(({ total_without_it: total }) => total > 0)
    .toSorted((a, b) => b.total_without_it - a.total_without_it)
    .flatMap(({ constraint, total_without_it: total }) => {
      const chip = chips.find(({ group }) => group === groupOf(constraint));
      return chip ? [{ group: chip.group, label: chip.label, href: searchPath(chip.withoutIt), total }] : [];
    });
}

const NO_DAYS = { date_from: null, date_to: null, weekdays: [], available_now: false };

/** The nearest days on which everything else fits; a day takes the place of all that was said of days. */
export function otherDays(
  { nearest_dates: dates, understood }: Pick<SearchAnswer, "nearest_dates" | "understood">,
  state: SearchState,
): OtherDay[] {
  const rest = asFilters({ ...understood, ...NO_DAYS }, state);
  return dates.map(({ date, total }) => ({ date, total, href: searchPath({ ...rest, date: [date] }) }));
}

/** What can be waited for of a search: one subject, and what was said of length, place, days and times. */
export function wishOf({
  subjects,
  duration_minutes: duration,
  place,
  weekdays,
  ...said
}: Understood): WishStart | null {
  const [subject, other] = subjects;
  if (!subject || other) return null;
  return {
    subject,
    duration: duration ?? undefined,
    place: place ?? undefined,
    date_from: said.date_from ?? undefined,
    date_to: said.date_to ?? said.date_from ?? undefined,
    start_time: said.start_time ?? undefined,
    end_time: said.end_time ?? undefined,
    weekday: weekdays,
  };
}
