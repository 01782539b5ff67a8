import { expect, it } from "vitest";
import { hoursWords, pointLabel, pricesWords, weekdaysWords } from "@/features/admin/analytics";
import type { SubjectFacts } from "@/features/admin/types";

it("says peak hours as spans and peak days by name", () => {
  expect(hoursWords([19, 17, 18, 21])).toBe("5:00 – 8:00 PM, 9:00 – 10:00 PM");
  expect(hoursWords([23])).toBe("11:00 PM – midnight");
  expect(hoursWords([])).toBe("");
  expect(weekdaysWords([7, 1])).toBe("Mon, Sun");
});

it("names a point of a trend in New York", () => {
  const point = { starts_at: "2026-11-25T05:00:00Z" };
  expect(pointLabel(point, 28)).toBe("Nov 25");
  expect(pointLabel(point, 1)).toBe("12:00 AM");
});

it("says the prices where somebody teaches", () => {
  const facts = { rate_p25_cents: 5_000, rate_p50_cents: 6_050, rate_p75_cents: 8_000 } as SubjectFacts;
  expect(pricesWords(facts)).toBe("$50 / $60.50 / $80");
  expect(pricesWords({ ...facts, rate_p50_cents: null })).toBe("Nobody yet");
});
