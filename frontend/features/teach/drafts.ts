import type { Offering, OfferingWrite, OwnProfile, ProfileUpdate } from "@/lib/types";
import { AGE_GROUP_NAMES, LEVEL_NAMES } from "@/lib/words";
import type { StepId } from "./model";

/** The draft of a subject that is not offered yet. */
export const NEW = "new";

/** Under which name a person's draft of a step is kept, or of one subject in it. */
export const draftName = (person: string, step: StepId, offering?: string): string =>
  ["teach", person, step, offering].filter(Boolean).join("/");

/** The names of all drafts that a step may have. */
export function draftNames(person: string, step: StepId, offerings: readonly { id: string }[]): string[] {
  if (step !== "subjects") return [draftName(person, step)];
  return [NEW, ...offerings.map(({ id }) => id)].map((id) => draftName(person, step, id));
}

/** What is written about oneself, with the rules in the units that people think in; null is an emptied field. */
export type ProfileDraft = {
  headline: string;
  bio: string;
  years: number | null;
  noticeHours: number | null;
  horizonDays: number | null;
  bufferMinutes: number | null;
};

export const profileDraft = (profile: OwnProfile): ProfileDraft => ({
  headline: profile.headline,
  bio: profile.bio,
  years: profile.years_experience,
  noticeHours: profile.min_notice_minutes / 60,
  horizonDays: profile.horizon_days,
  bufferMinutes: profile.buffer_minutes,
});

/** As the API takes it; a rule that was emptied is left as it is stored. */
export function profileFields(draft: ProfileDraft): ProfileUpdate {
  const { headline, bio, years, noticeHours, horizonDays, bufferMinutes } = draft;
  return {
    headline,
    bio,
    years_experience: years,
    ...(noticeHours === null ? {} : { min_notice_minutes: Math.round(noticeHours * 60) }),
    ...(horizonDays === null ? {} : { horizon_days: horizonDays }),
    ...(bufferMinutes === null ? {} : { buffer_minutes: bufferMinutes }),
  };
}

/** Lists are sorted: what is chosen counts, and not in which order. */
export type OfferingDraft = {
  subject: string | null;
  rate: number | null;
  durations: string[];
  places: string[];
  levels: string[];
  ages: string[];
  description: string;
};

const USUAL_RATE = 60;

export const offeringDraft = (offering: Offering | null): OfferingDraft => ({
  subject: offering?.subject ?? null,
  rate: offering ? offering.rate_cents / 100 : USUAL_RATE,
  durations: (offering?.durations ?? [60]).map(String).sort(),
  places: (offering?.places ?? ["online"]).toSorted(),
  levels: (offering?.levels ?? Object.keys(LEVEL_NAMES)).toSorted(),
  ages: (offering?.age_groups ?? Object.keys(AGE_GROUP_NAMES)).toSorted(),
  description: offering?.description ?? "",
});

/** Complete as far as the form can tell; the server says the rest. */
export const offeringFields = (draft: OfferingDraft): OfferingWrite => ({
  subject: draft.subject ?? "",
  rate_cents: Math.round((draft.rate ?? 0) * 100),
  durations: draft.durations.map(Number),
  places: draft.places as OfferingWrite["places"],
  levels: draft.levels as NonNullable<OfferingWrite["levels"]>,
  age_groups: draft.ages as NonNullable<OfferingWrite["age_groups"]>,
  description: draft.description,
});

/** What a subject still lacks, by the field that lacks it. */
export function missing(draft: OfferingDraft): Partial<Record<keyof OfferingDraft, string>> {
  return {
    ...(draft.subject ? {} : { subject: "Choose a subject from the list." }),
    ...(draft.rate === null ? { rate: "Say what an hour costs." } : {}),
    ...(draft.durations.length > 0 ? {} : { durations: "Choose at least one length." }),
    ...(draft.places.length > 0 ? {} : { places: "Choose at least one place." }),
  };
}

/** What a field of numbers gives, as a draft keeps it. */
export const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
