import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  firstFreeDate,
  freeDates,
  goneWords,
  groupStarts,
  monthSpan,
  resolveWish,
  settledStart,
  wishOf,
} from "@/features/booking/model";
import { fromMinutes } from "@/lib/time";
import type { Booking, InstructorProfile } from "@/lib/types";

const anyStart = fc.integer({ min: 0, max: 95 }).map((quarter) => fromMinutes(quarter * 15));

describe("starts of a day", () => {
  it("are grouped by part of the day, empty parts left out", () => {
    expect(groupStarts(["09:00", "11:45", "12:00", "17:00"])).toEqual([
      { name: "Morning", starts: ["09:00", "11:45"] },
      { name: "Afternoon", starts: ["12:00"] },
      { name: "Evening", starts: ["17:00"] },
    ]);
    expect(groupStarts(["18:00"]).map(({ name }) => name)).toEqual(["Evening"]);
  });

  it("are all there, once, in order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyStart), (starts) => {
        const sorted = starts.toSorted();
        expect(groupStarts(sorted).flatMap((group) => group.starts)).toEqual(sorted);
      }),
    );
  });

  it("that went are named, or counted when they are many", () => {
    expect(goneWords(["09:00", "09:15", "10:00"], ["10:00"])).toBe("9:00 AM, 9:15 AM were just taken.");
    expect(goneWords(["09:00", "10:00"], ["10:00"])).toBe("9:00 AM was just taken.");
    expect(goneWords(["10:00"], ["09:45", "10:00"])).toBe("");
    expect(goneWords(["09:00", "09:15", "09:30", "09:45"], [])).toBe("4 times were just taken.");
  });

  it("chooses the only one, keeps the one asked for, drops one that is gone", () => {
    expect(settledStart(["10:00"], null)).toBe("10:00");
    expect(settledStart(["10:00", "11:00"], "11:00")).toBe("11:00");
    expect(settledStart(["10:00", "11:00"], "12:00")).toBeNull();
    expect(settledStart([], "12:00")).toBeNull();
  });
});

describe("months", () => {
  const day = (date: string, starts: string[] | null) => ({ date, free: [], starts });

  it("know their free days", () => {
    const days = [
      day("2026-11-24", []),
      day("2026-11-26", ["10:00"]),
      day("2026-11-25", ["10:00"]),
      day("2026-11-27", null),
    ];
    expect([...freeDates(days)]).toEqual(["2026-11-26", "2026-11-25"]);
    expect(firstFreeDate(days)).toBe("2026-11-25");
    expect(firstFreeDate([])).toBeNull();
  });

  it("ask from today in this month, from the first in others", () => {
    expect(monthSpan("2026-11-01", "2026-11-22")).toEqual({
      start_date: "2026-11-22",
      end_date: "2026-11-30",
    });
    expect(monthSpan("2027-02-01", "2026-11-22")).toEqual({
      start_date: "2027-02-01",
      end_date: "2027-02-28",
    });
  });
});

describe("a wish", () => {
  const offering = (id: string) => ({ id, durations: [45, 60], places: ["online", "at_student"] });
  const profile = { offerings: [offering("a"), offering("b")] } as unknown as InstructorProfile;

  it("falls back to what is sold", () => {
    expect(resolveWish(profile, {})).toMatchObject({
      offering: { id: "a" },
      duration: 60,
      place: "online",
      date: null,
    });
    expect(resolveWish(profile, { offering: "b", duration: 45, place: "at_student" })).toMatchObject({
      offering: { id: "b" },
      duration: 45,
      place: "at_student",
    });
    expect(resolveWish(profile, { offering: "gone", duration: 20, place: "at_instructor" })).toMatchObject({
      offering: { id: "a" },
      duration: 60,
      place: "online",
    });
  });

  it("is what a booked lesson was, its time open again; none when it is not taught any more", () => {
    const lesson = { offering_id: "b", duration_minutes: 90, place: "online", booking_date: "2027-03-02" };
    expect(wishOf(profile, lesson as Booking)).toMatchObject({
      offering: { id: "b" },
      duration: 90,
      date: "2027-03-02",
      start: null,
    });
    expect(wishOf(profile, { ...lesson, offering_id: "gone" } as Booking)).toBeNull();
  });

  it("is none where nothing is sold", () => {
    expect(resolveWish({ offerings: [] } as unknown as InstructorProfile, {})).toBeNull();
  });
});
