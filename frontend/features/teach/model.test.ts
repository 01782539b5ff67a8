import { describe, expect, test } from "vitest";
import type { OwnProfile, Place } from "@/lib/types";
import { durationsWith, errorOf, hasHoursFrom, nextStep, stepsOf, whyNotFound } from "./model";

const OFFERING = {
  id: "0199a000-0000-7000-8000-000000000001",
  subject: "piano",
  subject_name: "Piano",
  category: "music",
  rate_cents: 6_000,
  durations: [60],
  places: ["online"],
  levels: ["beginner"],
  age_groups: ["adults"],
  description: "",
} satisfies OwnProfile["offerings"][number];

function profile(change: Partial<OwnProfile> = {}): OwnProfile {
  return {
    id: "0199a000-0000-7000-8000-000000000000",
    slug: "sarah-c",
    display_name: "Sarah C.",
    headline: "",
    bio: "",
    years_experience: null,
    rating: null,
    review_count: 0,
    offerings: [],
    service_areas: [],
    areas: [],
    places: [],
    timezone: "America/New_York",
    min_notice_minutes: 120,
    horizon_days: 60,
    buffer_minutes: 15,
    is_listed: false,
    listing: "needs_offering",
    suspended_at: null,
    ...change,
  };
}

const done = (change: Partial<OwnProfile>, hasHours = false): string[] =>
  stepsOf(profile(change), hasHours)
    .filter((step) => step.done)
    .map(({ id }) => id);

describe("the four steps", () => {
  test("a fresh account has done none and begins with itself", () => {
    expect(done({})).toEqual([]);
    expect(nextStep(stepsOf(profile(), false))?.href).toBe("/teach/you");
  });

  test("spaces are no headline", () => {
    expect(done({ headline: " ", bio: "I teach." })).toEqual([]);
    expect(done({ headline: "Jazz", bio: "I teach." })).toEqual(["you"]);
  });

  test.each<[Place[], string[], boolean]>([
    [["online"], [], true],
    [["at_instructor"], [], true],
    [["at_student"], [], false],
    [["at_student"], ["chelsea"], true],
    [["online", "at_student"], [], false],
    [["online", "at_student"], ["chelsea"], true],
    [[], ["chelsea"], false],
  ])("taught in %j with areas %j: where is done: %s", (places, areas, expected) => {
    expect(done({ places, service_areas: areas }).includes("where")).toBe(expected);
  });

  test("with everything there no step is left", () => {
    const whole = profile({ headline: "Jazz", bio: "I teach.", offerings: [OFFERING], places: ["online"] });
    expect(nextStep(stepsOf(whole, false))?.id).toBe("when");
    expect(nextStep(stepsOf(whole, true))).toBeNull();
  });
});

test("being found is what the API says it is, and every other state has words", () => {
  expect(whyNotFound(profile({ listing: "listed" }))).toBeNull();
  expect(whyNotFound(profile({ listing: "suspended" }))).toMatch(/down/);
  expect(whyNotFound(profile({ listing: "needs_offering" }))).toMatch(/subject/);
  expect(whyNotFound(profile({ listing: "needs_service_area" }))).toMatch(/neighborhoods/);
});

test("hours that are over count for nothing", () => {
  const days = { "2027-03-08": [{}], "2027-03-09": [] };
  expect(hasHoursFrom("2027-03-08", days)).toBe(true);
  expect(hasHoursFrom("2027-03-09", days)).toBe(false);
});

test("a length that is sold can be chosen, even an unusual one", () => {
  expect(durationsWith([105, 60])).toEqual([30, 45, 60, 75, 90, 105, 120, 150, 180, 240]);
});

test("what is wrong in a list is said at the list", () => {
  expect(errorOf({ "durations.1": "too long" }, "durations")).toBe("too long");
  expect(errorOf({ durations: "none" }, "durations")).toBe("none");
  expect(errorOf({ durations_of: "x" }, "durations")).toBeUndefined();
});
