/** The addresses of the web app that more than one feature leads to. */

export type Choice = {
  offering?: string | undefined;
  duration?: number | undefined;
  place?: string | undefined;
  date?: string | undefined;
  start?: string | undefined;
};

const CHOICE_NAMES = ["offering", "duration", "place", "date", "start"] as const;

function withQuery(path: string, values: Record<string, string | number | string[] | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value ?? []].flat()) if (one !== "") query.append(name, String(one));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

export const profilePath = (slug: string): string => `/instructors/${slug}`;
export const reviewsPath = (slug: string, offset = 0): string =>
  withQuery(`/instructors/${slug}/reviews`, { offset: offset || undefined });
/** A picture of neighbourhoods. */
export const areaMapPath = (slugs: string[]): string => withQuery("/map/areas", { in: slugs });
export const pickPath = (slug: string, choice: Choice = {}): string =>
  withQuery(`/instructors/${slug}/book`, choice);
export const confirmPath = (slug: string, choice: Choice): string =>
  withQuery(`/instructors/${slug}/confirm`, choice);
export const repeatPath = (slug: string, choice: Choice): string =>
  withQuery(`/instructors/${slug}/repeat`, choice);
export const lessonPath = (id: string): string => `/lessons/${id}`;
export const reschedulePath = (id: string): string => `/lessons/${id}/reschedule`;
export const bookedPath = (id: string): string => `/lessons/${id}/booked`;

export const WISHES = "/waitlist";

/** What to wait for: a lesson of an instructor (by slug), or of anybody who teaches a subject. */
export type WishStart = {
  instructor?: string | undefined;
  offering?: string | undefined;
  subject?: string | undefined;
  duration?: number | undefined;
  place?: string | undefined;
  date_from?: string | undefined;
  date_to?: string | undefined;
  start_time?: string | undefined;
  end_time?: string | undefined;
  weekday?: string[] | undefined;
};

type Query = Record<string, string | string[] | undefined>;

export const wishPath = (start: WishStart | Query): string => withQuery(`${WISHES}/new`, start);

/** The first value of each parameter. */
export function single(query: Query): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

/** What the address says about the choice; what makes no sense is left out. */
export function readChoice(query: Query): Choice {
  const values = single(query);
  const duration = Number(values.duration);
  const kept = Object.fromEntries(CHOICE_NAMES.map((name) => [name, values[name] || undefined]));
  return { ...kept, duration: Number.isInteger(duration) && duration > 0 ? duration : undefined };
}
