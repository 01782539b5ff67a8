import fc from "fast-check";
import { expect, test } from "vitest";
import { startOfWeek } from "@/lib/time";
import { merge } from "./model";
import { ANY_WEEK, DATED, hoursOfUsual, USUAL, usualOf } from "./usual";

const range = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .filter(([start, end]) => start < end)
  .map(([start, end]) => ({ start: start * 15, end: end * 15 }));

test("the usual week goes to the API and back unchanged", () => {
  fc.assert(
    fc.property(fc.array(fc.array(range, { maxLength: 4 }), { minLength: 7, maxLength: 7 }), (days) => {
      const dates = Object.keys(
        hoursOfUsual({ mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }),
      );
      const hours = Object.fromEntries(dates.map((date, day) => [date, merge(days[day] ?? [])]));
      expect(hoursOfUsual(usualOf(hours))).toEqual(hours);
    }),
  );
});

test("its days are called by weekday, those of a real week by date", () => {
  expect(startOfWeek(ANY_WEEK)).toBe(ANY_WEEK);
  expect([USUAL.long(ANY_WEEK), USUAL.number(ANY_WEEK)]).toEqual(["Mondays", ""]);
  expect([DATED.long("2027-03-14"), DATED.number("2027-03-14")]).toEqual(["Sunday, March 14", "14"]);
});
