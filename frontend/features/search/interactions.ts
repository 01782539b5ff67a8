/** What is told to the search of what people do with its results. */
import { api } from "@/lib/api";
import { profilePath } from "@/lib/paths";

type Kind = "click" | "view";
export type Followed = { instructor: string; slug: string; position: number };

/** A link that was followed counts as a click; one to the profile as a look at it as well. */
export const kindsOf = (path: string, slug: string): Kind[] =>
  path === profilePath(slug) ? ["click", "view"] : ["click"];

/** Told while the reader is already on the way: the page that comes waits for nothing, and nothing is shown of it. */
export function reportFollowed(
  searchId: string,
  { instructor, slug, position }: Followed,
  path: string,
): void {
  for (const kind of kindsOf(path, slug)) {
    const body = { search_id: searchId, instructor_id: instructor, kind, position };
    api.POST("/api/search/interactions", { body, keepalive: true }).catch(() => undefined);
  }
}
