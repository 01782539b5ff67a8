import "server-only";
import { LENGTHS, type Whose } from "@/features/waitlist/model";
import { orNull, serverApi } from "@/lib/api-server";
import { getAreas, getSubjectNames } from "@/lib/catalog";
import { NEW_YORK } from "@/lib/time";
import { PLACE_NAMES } from "@/lib/words";

type Named = { id: string; name: string };
type Sold = { id: string | null; name: string; durations: number[]; places: string[] };
type Found = { title: string; whose: Whose; sold: Sold[]; areas: Named[]; timezone: string };

const named = (areas: { slug: string; name: string }[]): Named[] =>
  areas.map(({ slug: id, name }) => ({ id, name }));

/** Whose lesson the address means and what can be chosen of it; null when it means nobody's. */
export async function findWhose(query: Record<string, string | undefined>): Promise<Found | null> {
  return query.instructor ? ofInstructor(query.instructor) : ofSubject(query.subject ?? "");
}

async function ofInstructor(slug: string): Promise<Found | null> {
  const api = await serverApi();
  const params = { path: { id_or_slug: slug } };
  const profile = await orNull(api.GET("/api/instructors/{id_or_slug}", { params }));
  if (!profile) return null;
  return {
    title: `a lesson with ${profile.display_name}`,
    whose: { instructorId: profile.id },
    sold: profile.offerings.map(({ id, subject_name: name, durations, places }) => ({
      id,
      name,
      durations,
      places,
    })),
    areas: named(profile.areas),
    timezone: profile.timezone,
  };
}

async function ofSubject(slug: string): Promise<Found | null> {
  const [names, areas] = await Promise.all([getSubjectNames(), getAreas()]);
  const name = names[slug];
  if (!name) return null;
  return {
    title: `a ${name} lesson`,
    whose: { subject: slug },
    sold: [{ id: null, name, durations: LENGTHS, places: Object.keys(PLACE_NAMES) }],
    areas: named(areas),
    timezone: NEW_YORK,
  };
}
