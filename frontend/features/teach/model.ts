import type { OwnProfile } from "@/lib/types";

export type StepId = "you" | "subjects" | "where" | "when";

export type Step = { id: StepId; title: string; href: string; done: boolean };

/** Whether every place in which something is taught is one: only where the instructor travels needs neighborhoods. */
const hasWay = ({ places, service_areas }: OwnProfile): boolean =>
  places.length > 0 && (service_areas.length > 0 || !places.includes("at_student"));

/** The four steps from nothing to bookable, read off what the API already holds. */
export function stepsOf(profile: OwnProfile, hasHours: boolean): Step[] {
  const hasWords = profile.headline.trim() !== "" && profile.bio.trim() !== "";
  return [
    { id: "you", title: "You", href: "/teach/you", done: hasWords },
    { id: "subjects", title: "What you teach", href: "/teach/subjects", done: profile.offerings.length > 0 },
    { id: "where", title: "Where", href: "/teach/where", done: hasWay(profile) },
    { id: "when", title: "When", href: "/calendar", done: hasHours },
  ];
}

export const nextStep = (steps: readonly Step[]): Step | null => steps.find((step) => !step.done) ?? null;

const REASONS: Record<OwnProfile["listing"], string | null> = {
  listed: null,
  suspended: "You have taken your profile down.",
  needs_offering: "Add a subject with a price.",
  needs_service_area: "Say how you teach: online, at your place, or in which neighborhoods.",
};

/** What stands between an instructor and being found; null when nothing does. */
export const whyNotFound = ({ listing }: OwnProfile): string | null => REASONS[listing];

/** Whether a week has hours that are not over by `today`. */
export const hasHoursFrom = (today: string, days: Record<string, readonly unknown[]>): boolean =>
  Object.entries(days).some(([date, ranges]) => date >= today && ranges.length > 0);

const USUAL_DURATIONS: readonly number[] = [30, 45, 60, 75, 90, 120, 150, 180, 240];

/** The lengths to choose from: the usual ones, and what is sold already. */
export const durationsWith = (sold: readonly number[]): number[] =>
  [...new Set([...USUAL_DURATIONS, ...sold])].sort((a, b) => a - b);

/** The messages about a list, whether the API names the list or one thing in it ("durations.0"). */
export const errorOf = (
  errors: Readonly<Record<string, string | undefined>>,
  field: string,
): string | undefined =>
  errors[field] ?? Object.entries(errors).find(([name]) => name.startsWith(`${field}.`))?.[1];
