/** What the search box offers while somebody types. Pure. */
import type { Suggestion } from "@/lib/types";

const PARAMS: Record<string, string> = {
  subject: "subject",
  category: "category",
  neighborhood: "neighborhood",
  borough: "borough",
};

/** Where a suggestion leads: a filter where it is one, else a search for its words. */
export function suggestionPath({ kind, slug, name }: Suggestion): string {
  const param = PARAMS[kind];
  const query = new URLSearchParams(param && slug ? { [param]: slug } : { q: name });
  return `/search?${query}`;
}

/** The option after or before the active one; past an end stands what was typed (null). */
export function step(active: number | null, by: 1 | -1, count: number): number | null {
  if (count === 0) return null;
  if (active === null) return by === 1 ? 0 : count - 1;
  const next = active + by;
  return next < 0 || next >= count ? null : next;
}
