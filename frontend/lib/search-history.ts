/** Searches that can be made again. Pure. */
import { formatCents } from "@/lib/money";
import type { HistoryEntry } from "@/lib/types";
import { nameOfSlug } from "@/lib/words";

const NOT_SAID = ["limit", "offset", "sort"];

type Filter = { name: string; values: string[] };

function filtersOf({ filters }: HistoryEntry): Filter[] {
  return Object.entries(filters)
    .filter(([name, value]) => !NOT_SAID.includes(name) && value !== null)
    .map(([name, value]) => ({ name, values: [value].flat().map(String) }))
    .filter(({ values }) => values.length > 0);
}

/** The address that asks the same again. */
export function searchAgainPath(entry: HistoryEntry): string {
  const query = new URLSearchParams(entry.q ? { q: entry.q } : {});
  for (const { name, values } of filtersOf(entry)) {
    for (const value of values) query.append(name, value);
  }
  return query.size > 0 ? `/search?${query}` : "/search";
}

function said({ name, values }: Filter): string {
  if (name === "min_rate_cents") return `from ${formatCents(Number(values[0]))}/h`;
  if (name === "max_rate_cents") return `up to ${formatCents(Number(values[0]))}/h`;
  return values.map(nameOfSlug).join(" or ");
}

/** What was asked, as people would say it: the words, then the filters. */
export function searchWords(entry: HistoryEntry): string {
  const parts = [entry.q, ...filtersOf(entry).map(said)].filter(Boolean);
  return parts.join(", ") || "Everyone";
}
