import { expect, it } from "vitest";
import { movingRule, policySteps, preferredDuration } from "@/lib/booking-rules";

const tiers = [
  { hours_before: 24, refund_share_percent: 100, until: "2026-11-23T23:00:00Z" },
  { hours_before: 12, refund_share_percent: 50, until: "2026-11-24T11:00:00Z" },
  { hours_before: 0, refund_share_percent: 0, until: "2026-11-24T23:00:00Z" },
];

const words = (now: string) =>
  policySteps(tiers, "America/New_York", new Date(now)).map((step) => step.words);

it("says the terms as a line of time", () => {
  expect(words("2026-11-22T12:00:00Z")).toEqual([
    "Free to cancel until Mon, Nov 23, 6:00 PM",
    "Then 50 % back until Tue, Nov 24, 6:00 AM",
    "Then nothing back",
  ]);
});

it("leaves out what is over", () => {
  expect(words("2026-11-24T00:00:00Z")).toEqual([
    "50 % back until Tue, Nov 24, 6:00 AM",
    "Then nothing back",
  ]);
  expect(words("2026-11-24T12:00:00Z")).toEqual(["Nothing back"]);
});

it("says how often a lesson can be moved; exactly 24 hours before still counts as 24", () => {
  const rule = (now: string) => movingRule("2026-11-24T23:00:00Z", "America/New_York", new Date(now));
  const early =
    "You can move this lesson as often as you like until Mon, Nov 23, 6:00 PM, then once more until Tue, Nov 24, 6:00 AM.";
  expect(rule("2026-11-20T23:00:00Z")).toBe(early);
  expect(rule("2026-11-23T23:00:00Z")).toBe(early);
  expect(rule("2026-11-23T23:00:01Z")).toBe(
    "The lesson is less than 24 hours away: you can move it once, until Tue, Nov 24, 6:00 AM.",
  );
});

it("takes the length asked for when it is sold, else an hour, else the shortest", () => {
  expect(preferredDuration([30, 60, 90], 90)).toBe(90);
  expect(preferredDuration([30, 60, 90], 45)).toBe(60);
  expect(preferredDuration([45, 90])).toBe(45);
});
