import { describe, expect, it } from "vitest";
import {
  hasRoom,
  hoursWith,
  readWish,
  waitEnds,
  whenWords,
  wishRequest,
  wishTitle,
} from "@/features/waitlist/model";
import type { TimeWish } from "@/lib/types";

const TODAY = "2026-11-25";
const sold = { durations: [45, 60], places: ["online", "at_student"] };

describe("a wish from an address", () => {
  it("is what usually is wished for when the address says nothing, or nonsense", () => {
    const usual = {
      duration: 60,
      place: "online",
      days: "any",
      start: "00:00",
      end: "24:00",
      until: "2026-12-23",
    };
    expect(readWish({}, sold, TODAY)).toMatchObject(usual);
    const nonsense = {
      duration: "7",
      place: "moon",
      start_time: "25",
      date_from: "soon",
      date_to: "later",
      weekday: "x",
    };
    expect(readWish(nonsense, sold, TODAY)).toMatchObject(usual);
  });

  it("keeps what a search asked for", () => {
    const query = {
      duration: "45",
      start_time: "17:30",
      end_time: "21:00",
      date_from: "2026-12-04",
      date_to: "2026-12-06",
    };
    const form = readWish(query, sold, TODAY);
    expect(form).toMatchObject({ duration: 45, start: "17:30", end: "21:00", days: "dates" });
    expect(form.dates).toEqual(["2026-12-04", "2026-12-05", "2026-12-06"]);
    expect(readWish({ weekday: ["sat", "sun"] }, sold, TODAY)).toMatchObject({
      days: "weekdays",
      weekdays: ["sat", "sun"],
    });
  });

  it("names no days that are gone, and no more than can be named", () => {
    expect(readWish({ date_from: "2026-11-24", date_to: "2026-11-26" }, sold, TODAY).dates).toEqual([]);
    expect(readWish({ date_from: "2026-12-01", date_to: "2027-03-01" }, sold, TODAY).dates).toEqual([]);
    expect(readWish({ date_from: "2026-12-02", date_to: "2026-12-01" }, sold, TODAY).dates).toEqual([]);
  });
});

describe("what is sent", () => {
  const form = readWish({ offering: "o" }, sold, TODAY);

  it("says of whom", () => {
    expect(wishRequest({ instructorId: "i" }, form)).toMatchObject({ instructor_id: "i", offering_id: "o" });
    expect(wishRequest({ subject: "piano" }, form)).not.toHaveProperty("offering_id");
  });

  it("holds days only where some are meant, and waits no longer than to the last of them", () => {
    expect(wishRequest({ subject: "piano" }, { ...form, weekdays: ["sat"] })).not.toHaveProperty("weekdays");
    expect(
      wishRequest({ subject: "piano" }, { ...form, days: "weekdays", weekdays: ["sat"] }).weekdays,
    ).toEqual(["sat"]);
    const dates = { ...form, days: "dates" as const, dates: ["2026-12-04", "2026-12-05"] };
    expect(wishRequest({ subject: "piano" }, dates)).toMatchObject({
      dates: dates.dates,
      until: "2026-12-05",
    });
  });

  it("names the neighborhood only where somebody comes", () => {
    const near = { ...form, neighborhood: "astoria" };
    expect(wishRequest({ subject: "piano" }, near)).not.toHaveProperty("neighborhood");
    expect(wishRequest({ subject: "piano" }, { ...near, place: "at_student" }).neighborhood).toBe("astoria");
  });
});

it("is said as people would", () => {
  const wish = {
    subject: { slug: "piano", name: "Piano" },
    instructor: null,
    weekdays: ["mon", "tue"],
    dates: null,
    start_time: "17:00",
    end_time: "21:00",
    until: "2026-12-23",
  } as unknown as TimeWish;
  expect(wishTitle(wish)).toBe("Piano with anybody");
  expect(whenWords(wish)).toBe("Mon, Tue, 5:00 PM to 9:00 PM, until Dec 23");
  const day = { ...wish, weekdays: null, dates: ["2026-12-04"], end_time: "24:00" } as TimeWish;
  expect(whenWords(day)).toBe("Fri, Dec 4, from 5:00 PM, until Dec 23");
  expect(whenWords({ ...wish, weekdays: null, start_time: "00:00" })).toBe(
    "Any day, over by 9:00 PM, until Dec 23",
  );
});

it("offers hours, and the quarter that was asked for among them", () => {
  expect(hoursWith(8, 10, "09:15")).toEqual(["08:00", "09:00", "09:15", "10:00"]);
  expect(hasRoom({ start: "09:00", end: "09:45", duration: 60 })).toBe(false);
  expect(hasRoom({ start: "23:00", end: "24:00", duration: 60 })).toBe(true);
  expect(waitEnds(TODAY).at(-1)).toBe("2027-02-17");
});
