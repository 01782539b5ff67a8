import { describe, expect, it } from "vitest";
import { isHoldFor, keptStart, withKept } from "@/features/booking/hold-model";
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
