import type { Booking, Subject } from "@/lib/types";

export const SUBJECTS_SHOWN = 7;

/** The most taught subjects of each category; those that nobody teaches yet are left out. */
export function mostTaught(subjects: Subject[], count = SUBJECTS_SHOWN): Record<string, Subject[]> {
  const byCategory: Record<string, Subject[]> = {};
  for (const subject of subjects) {
    if (subject.instructors_count === 0) continue;
    byCategory[subject.category] ??= [];
    byCategory[subject.category]?.push(subject);
  }
  const byTaught = (a: Subject, b: Subject) =>
    b.instructors_count - a.instructors_count || a.name.localeCompare(b.name);
  return Object.fromEntries(
    Object.entries(byCategory).map(([category, list]) => [category, list.toSorted(byTaught).slice(0, count)]),
  );
}

const AGAIN_SHOWN = 3;

/** The first lesson of each instructor in the order given. */
export function lastWithEach(lessons: Booking[], count = AGAIN_SHOWN): Booking[] {
  const firsts = new Map<string, Booking>();
  for (const lesson of lessons) {
    if (!firsts.has(lesson.instructor.id)) firsts.set(lesson.instructor.id, lesson);
  }
  return [...firsts.values()].slice(0, count);
}

/** schema.org: the site, and how it is searched. */
export const siteData = (url: string): object => ({
  "@context": "https://schema.org",
  "@type": "WebSite",
  name: "InstaInstru",
  url,
  potentialAction: {
    "@type": "SearchAction",
    target: { "@type": "EntryPoint", urlTemplate: `${url}/search?q={words}` },
    "query-input": "required name=words",
  },
});
