import { describe, expect, test } from "vitest";
import type { OwnProfile } from "@/lib/types";
import {
  draftName,
  draftNames,
  missing,
  numberOrNull,
  offeringDraft,
  offeringFields,
  profileDraft,
  profileFields,
} from "./drafts";

const PROFILE = {
  headline: "Jazz",
  bio: "I teach.",
  years_experience: null,
  min_notice_minutes: 90,
  horizon_days: 30,
  buffer_minutes: 10,
} as OwnProfile;

const OFFERING = {
  id: "1",
  subject: "piano",
  rate_cents: 6_250,
  durations: [60, 45],
  places: ["online", "at_student"],
  levels: ["beginner"],
  age_groups: ["teens", "adults"],
  description: "Scales.",
} as OwnProfile["offerings"][number];

test("each person has drafts of their own, each step and each subject its own", () => {
  expect(draftName("ann", "you")).not.toBe(draftName("bob", "you"));
  expect(draftNames("ann", "where", [])).toEqual([draftName("ann", "where")]);
  expect(draftNames("ann", "subjects", [{ id: "1" }])).toEqual([
    draftName("ann", "subjects", "new"),
    draftName("ann", "subjects", "1"),
  ]);
});

describe("a profile", () => {
  test("goes to the API and back unchanged", () => {
    expect(profileFields(profileDraft(PROFILE))).toEqual(PROFILE);
  });

  test("is the same after it was stored as JSON, emptied fields too", () => {
    const draft = { ...profileDraft(PROFILE), horizonDays: numberOrNull(Number.NaN) };
    expect(JSON.parse(JSON.stringify(draft))).toEqual(draft);
    expect(profileFields(draft)).not.toHaveProperty("horizon_days");
    expect(profileFields(draft)).toHaveProperty("years_experience", null);
  });
});

describe("a subject", () => {
  test("goes to the API as it came, in another order", () => {
    const { subject, rate_cents, description } = OFFERING;
    expect(offeringFields(offeringDraft(OFFERING))).toEqual({
      subject,
      rate_cents,
      description,
      durations: [45, 60],
      places: ["at_student", "online"],
      levels: ["beginner"],
      age_groups: ["adults", "teens"],
    });
  });

  test("says what is missing, field by field", () => {
    expect(missing(offeringDraft(OFFERING))).toEqual({});
    const empty = { ...offeringDraft(null), rate: null, durations: [], places: [] };
    expect(Object.keys(missing(empty))).toEqual(["subject", "rate", "durations", "places"]);
  });
});
