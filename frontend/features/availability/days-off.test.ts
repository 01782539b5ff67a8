import { describe, expect, test } from "vitest";
import { datesFrom, spanOf, timesOff, wrongDays } from "./days-off";

const lesson = { start_time: "09:00", end_time: "10:00", booking_id: "b", student_display_name: "Sarah C." };
const off = (date: string, reason = "", booked: (typeof lesson)[] = []) => ({ date, reason, booked });

describe("days off", () => {
  test("that follow each other for one reason are one, with all their lessons", () => {
    const days = [off("2027-01-01", "Away", [lesson]), off("2026-12-31", "Away"), off("2027-01-02", "Ill")];
    expect(timesOff(days)).toEqual([
      { from: "2026-12-31", to: "2027-01-01", reason: "Away", lessons: [{ ...lesson, date: "2027-01-01" }] },
      { from: "2027-01-02", to: "2027-01-02", reason: "Ill", lessons: [] },
    ]);
  });

  test("with a day between are two", () => {
    expect(timesOff([off("2027-01-01"), off("2027-01-03")])).toHaveLength(2);
    expect(timesOff([])).toEqual([]);
  });

  test("are said as one or as a span, and taken day by day", () => {
    expect(spanOf("2026-12-24", "2026-12-24")).toBe("Thu, Dec 24");
    expect(spanOf("2026-12-31", "2027-01-01")).toBe("Thu, Dec 31 – Fri, Jan 1");
    expect(datesFrom("2027-03-13", "2027-03-15")).toEqual(["2027-03-13", "2027-03-14", "2027-03-15"]);
  });

  test.each([
    ["2027-03-09", "2027-03-12", ["from"]],
    ["2027-03-12", "2027-03-11", ["to"]],
    ["2027-03-10", "2027-04-10", ["to"]],
    ["2027-03-10", "2027-04-09", []],
    ["2027-03-10", "2027-03-10", []],
  ])("from %s to %s: what is wrong is named", (from, to, fields) => {
    expect(Object.keys(wrongDays(from, to, "2027-03-10") ?? {})).toEqual(fields);
  });
});
