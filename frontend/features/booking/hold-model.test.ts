import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatCountdown,
  isHoldFor,
  keptStart,
  milestone,
  secondsUntil,
  withKept,
} from "@/features/booking/hold-model";
import type { Wish } from "@/features/booking/model";
import type { Booking, QuoteRequest } from "@/lib/types";

const request: QuoteRequest = {
  instructor_id: "i",
  offering_id: "o",
  date: "2027-03-02",
  start_time: "14:00",
  duration_minutes: 60,
  place: "online",
};
const hold = {
  instructor: { id: "i" },
  offering_id: "o",
  booking_date: "2027-03-02",
  start_time: "14:00",
  duration_minutes: 60,
  place: "online",
  neighborhood: null,
} as Booking;
const wish = {
  offering: { id: "o" },
  duration: 60,
  place: "online",
  date: "2027-03-02",
  start: null,
} as Wish;

describe("the countdown", () => {
  it("never goes below nothing and never shows more than there is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 0, max: 400_000 }), (end, now) => {
        const seconds = secondsUntil(end, now);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds * 1_000).toBeLessThan(Math.max(0, end - now) + 1_000);
      }),
    );
  });

  it("reads as minutes and seconds", () => {
    expect([300, 272, 60, 9, 0].map(formatCountdown)).toEqual(["5:00", "4:32", "1:00", "0:09", "0:00"]);
  });

  it("is spoken four times", () => {
    const spoken = new Set(Array.from({ length: 300 }, (_, index) => milestone(300 - index)));
    expect(spoken.size).toBe(4);
    expect(milestone(120)).toBe("Two minutes left to confirm.");
    expect(milestone(121)).toContain("five minutes");
    expect(milestone(1)).toBe("30 seconds left to confirm.");
  });
});

describe("a hold", () => {
  it("is for one lesson only", () => {
    expect(isHoldFor(hold, request)).toBe(true);
    expect(isHoldFor(hold, { ...request, start_time: "14:15" })).toBe(false);
    expect(isHoldFor(hold, { ...request, duration_minutes: 90 })).toBe(false);
    expect(isHoldFor(hold, { ...request, neighborhood: "astoria" })).toBe(false);
  });

  it("leaves its time free for who holds it", () => {
    const days = [{ date: "2027-03-02", free: [], starts: ["09:00", "15:30"] }];
    expect(withKept(days, [hold], wish)[0]?.starts).toEqual(["09:00", "14:00", "15:30"]);
    expect(withKept(days, [], wish)).toEqual(days);
    expect(keptStart([hold], { ...wish, duration: 90 })).toBeNull();
  });
});
