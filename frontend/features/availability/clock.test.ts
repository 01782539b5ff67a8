import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dateIn, timeIn, toMinutes } from "@/lib/time";
import { clockChange, clockChanges, clockSentence, isLost, realMinutes } from "./clock";

const NEW_YORK = "America/New_York";
const SPRING = { kind: "skipped", range: { start: 120, end: 180 } } as const;
const AUTUMN = { kind: "repeated", range: { start: 60, end: 120 } } as const;

describe("what the clock does", () => {
  test.each([
    ["2027-03-14", NEW_YORK, SPRING],
    ["2027-11-07", NEW_YORK, AUTUMN],
    ["2027-03-13", NEW_YORK, null],
    ["2027-03-15", NEW_YORK, null],
    ["2027-11-06", NEW_YORK, null],
    ["2027-11-08", NEW_YORK, null],
    ["2027-03-14", "America/Phoenix", null],
    ["2027-03-28", "Europe/London", { kind: "skipped", range: { start: 60, end: 120 } }],
    ["2027-04-04", "Australia/Lord_Howe", { kind: "repeated", range: { start: 90, end: 120 } }],
  ])("on %s in %s is %j", (date, timezone, change) => {
    expect(clockChange(date, timezone)).toEqual(change);
  });

  test("happens on two days of a year, however the year is walked", () => {
    const days = Array.from({ length: 365 }, (_, n) => addDays("2027-01-01", n));
    expect(Object.keys(clockChanges(days, NEW_YORK))).toEqual(["2027-03-14", "2027-11-07"]);
  });
});

describe("minutes that really pass", () => {
  const quarter = fc.integer({ min: 0, max: 96 });
  const range = fc
    .tuple(quarter, quarter)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ start: Math.min(a, b) * 15, end: Math.max(a, b) * 15 }));

  /** What the clock shows at each quarter hour that passes on a date: the slow and obvious reading. */
  const passing = (date: string): number[] =>
    Array.from({ length: 4 * 52 }, (_, n) => Date.parse(`${date}T00:00:00Z`) + (n - 4 * 14) * 900_000)
      .map((instant) => new Date(instant))
      .filter((instant) => dateIn(instant, NEW_YORK) === date)
      .map((instant) => toMinutes(timeIn(instant, NEW_YORK)));

  test.each(["2027-03-14", "2027-11-07", "2027-06-01"])("are counted on %s as a clock shows them", (date) => {
    const [quarters, change] = [passing(date), clockChange(date, NEW_YORK) ?? undefined];
    fc.assert(
      fc.property(range, ({ start, end }) => {
        const shown = quarters.filter((minutes) => start <= minutes && minutes < end);
        expect(realMinutes([{ start, end }], change)).toBe(shown.length * 15);
      }),
    );
  });

  test.each([
    [{ start: 0, end: 1_440 }, SPRING, 1_380],
    [{ start: 0, end: 1_440 }, AUTUMN, 1_500],
    [{ start: 90, end: 150 }, SPRING, 30],
    [{ start: 90, end: 150 }, AUTUMN, 90],
    [{ start: 120, end: 180 }, SPRING, 0],
    [{ start: 540, end: 600 }, AUTUMN, 60],
    [{ start: 540, end: 600 }, undefined, 60],
  ])("of %j on a day with %j are %d", (open, change, minutes) => {
    expect(realMinutes([open], change)).toBe(minutes);
  });
});

test("a range is lost when the clock jumps over all of it", () => {
  expect(isLost({ start: 120, end: 150 }, SPRING)).toBe(true);
  expect(isLost({ start: 105, end: 150 }, SPRING)).toBe(false);
  expect(isLost({ start: 60, end: 90 }, AUTUMN)).toBe(false);
  expect(isLost({ start: 120, end: 150 }, undefined)).toBe(false);
});

test("both are said", () => {
  expect(clockSentence("2027-03-14", SPRING)).toContain("Sun, Mar 14: the clock skips 2:00 – 3:00 AM");
  expect(clockSentence("2027-11-07", AUTUMN)).toContain("Sun, Nov 7: 1:00 – 2:00 AM comes twice");
});
