import fc from "fast-check";
import { expect, it } from "vitest";
import { formatCountdown, milestone, secondsUntil } from "@/lib/countdown";

it("never goes below nothing and never shows more than there is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 800_000 }), fc.integer({ min: 0, max: 800_000 }), (end, now) => {
      const seconds = secondsUntil(end, now);
      expect(seconds).toBeGreaterThanOrEqual(0);
      expect(seconds * 1_000).toBeLessThan(Math.max(0, end - now) + 1_000);
    }),
  );
});

it("reads as minutes and seconds", () => {
  expect([600, 300, 272, 60, 9, 0].map(formatCountdown)).toEqual([
    "10:00",
    "5:00",
    "4:32",
    "1:00",
    "0:09",
    "0:00",
  ]);
});

it("is spoken four times", () => {
  const spoken = new Set(Array.from({ length: 600 }, (_, index) => milestone(600 - index)));
  expect(spoken.size).toBe(4);
  expect(milestone(120)).toBe("Two minutes left to confirm.");
  expect(milestone(1)).toBe("30 seconds left to confirm.");
});
