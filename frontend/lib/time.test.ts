import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  dateIn,
  daysBetween,
  endOf,
  formatDate,
  formatDuration,
  formatInstant,
  formatRelativeDate,
  formatTime,
  formatTimeRange,
  fromMinutes,
  parseDate,
  startOfWeek,
  toMinutes,
} from "@/lib/time";

describe("wall-clock times", () => {
  it.each([
    ["00:00", "12:00 AM"],
    ["09:05", "9:05 AM"],
    ["12:00", "12:00 PM"],
    ["23:45", "11:45 PM"],
    ["24:00", "midnight"],
  ])("says %s as %s", (time, words) => expect(formatTime(time)).toBe(words));

  it("names the half of the day once when both ends share it", () => {
    expect(formatTimeRange("14:00", "15:00")).toBe("2:00 – 3:00 PM");
    expect(formatTimeRange("11:30", "12:30")).toBe("11:30 AM – 12:30 PM");
    expect(formatTimeRange("23:00", "24:00")).toBe("11:00 PM – midnight");
  });

  it("turns minutes into times and back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1440 }),
        (minutes) => toMinutes(fromMinutes(minutes)) === minutes,
      ),
    );
  });

  it("ends lessons at midnight as 24:00 and beyond it on the next day's clock", () => {
    expect(endOf("23:00", 60)).toBe("24:00");
    expect(endOf("23:30", 60)).toBe("00:30");
  });
});

describe("dates", () => {
  it("are not moved by the timezone of the machine", () => {
    expect(process.env.TZ).toBe("Asia/Tokyo");
    expect(formatDate("2026-11-24")).toBe("Tue, Nov 24");
  });

  it("refuses what is no date", () => {
    expect(parseDate("2027-02-29")).toBeNull();
    expect(parseDate("24.11.2026")).toBeNull();
    expect(parseDate(undefined)).toBeNull();
    expect(parseDate("2028-02-29")).toBe("2028-02-29");
  });

  const anyDate = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays("2000-01-01", days));

  it("counts days across clock changes", () => {
    expect(daysBetween("2027-03-13", "2027-03-15")).toBe(2);
    fc.assert(
      fc.property(
        anyDate,
        fc.integer({ min: -800, max: 800 }),
        (date, days) => daysBetween(date, addDays(date, days)) === days,
      ),
    );
  });

  it("starts weeks on Monday", () => {
    expect(startOfWeek("2026-11-22")).toBe("2026-11-16");
    fc.assert(
      fc.property(anyDate, (date) => {
        const distance = daysBetween(startOfWeek(date), date);
        return distance >= 0 && distance < 7 && startOfWeek(startOfWeek(date)) === startOfWeek(date);
      }),
    );
  });

  it("adds months to the first of a month, across years", () => {
    expect(addMonths("2026-12-31", 1)).toBe("2027-01-01");
  });

  it("says today and tomorrow", () => {
    expect(formatRelativeDate("2026-11-22", "2026-11-22")).toBe("Today");
    expect(formatRelativeDate("2026-11-23", "2026-11-22")).toBe("Tomorrow");
    expect(formatRelativeDate("2026-11-24", "2026-11-22")).toBe("Tue, Nov 24");
  });
});

describe("instants", () => {
  it("are said in the lesson's timezone, on both sides of a clock change", () => {
    expect(formatInstant("2027-03-14T06:30:00Z")).toBe("Sun, Mar 14, 1:30 AM");
    expect(formatInstant("2027-03-14T07:30:00Z")).toBe("Sun, Mar 14, 3:30 AM");
    expect(dateIn("2026-11-23T03:00:00Z")).toBe("2026-11-22");
  });
});

it("says lengths", () => {
  expect([30, 60, 90, 120].map(formatDuration)).toEqual(["30 min", "1 hour", "1 h 30 min", "2 hours"]);
});
