import fc from "fast-check";
import { expect, describe as suite, test } from "vitest";
import {
  applyPreset,
  changes,
  copyHours,
  covers,
  daysOf,
  hoursOf,
  merge,
  PRESETS,
  paint,
  parseText,
  type Range,
  subtract,
  toText,
  weekName,
} from "./model";

const MONDAY = "2027-03-08";
const quarter = fc.integer({ min: 0, max: 96 });
const range = fc
  .tuple(quarter, quarter)
  .filter(([a, b]) => a !== b)
  .map(([a, b]): Range => ({ start: Math.min(a, b) * 15, end: Math.max(a, b) * 15 }));
const ranges = fc.array(range, { maxLength: 8 });

/** The slow and obvious reading: the quarters of a day that are in. */
const quarters = (list: readonly Range[]): boolean[] =>
  Array.from({ length: 96 }, (_, i) => list.some(({ start, end }) => start <= i * 15 && i * 15 < end));

suite("ranges", () => {
  test("merging keeps every quarter, and leaves neither overlaps nor touching ends", () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const merged = merge(list);
        expect(quarters(merged)).toEqual(quarters(list));
        merged.slice(1).forEach((next, i) => {
          expect(next.start).toBeGreaterThan(merged[i]?.end ?? 0);
        });
      }),
    );
  });

  test("what is subtracted is gone and nothing else is", () => {
    fc.assert(
      fc.property(ranges, ranges, (list, taken) => {
        const gone = quarters(taken);
        expect(quarters(subtract(list, taken))).toEqual(quarters(list).map((on, i) => on && !gone[i]));
      }),
    );
  });

  test("a stroke painted and rubbed out leaves no trace where nothing was", () => {
    fc.assert(
      fc.property(ranges, range, (list, stroke) => {
        const bare = subtract(list, [stroke]);
        expect(paint(paint(bare, stroke, true), stroke, false)).toEqual(bare);
        expect(covers(paint(list, stroke, true), stroke)).toBe(true);
      }),
    );
  });

  test("what is written as text reads back as it was", () => {
    fc.assert(
      fc.property(ranges, (list) => {
        expect(parseText(toText(merge(list)))).toEqual({ ranges: merge(list), error: null });
      }),
    );
  });
});

suite("typed ranges", () => {
  test.each([
    ["9-12, 2pm-5:30pm", "9am-12pm, 2pm-5:30pm"],
    ["6:15 pm to 24:00", "6:15pm-12am"],
    ["9-11, 10-12", "9am-12pm"],
    ["10pm-12am", "10pm-12am"],
    ["12am-1am; 12pm-1pm", "12am-1am, 12pm-1pm"],
    ["", ""],
  ])("%s is %s", (typed, meant) => {
    expect(toText(parseText(typed).ranges ?? [])).toBe(meant);
  });

  test.each(["9", "25-26", "5pm-9am", "9:10-10", "13pm-2pm", "9-10-11", "noon-2"])(
    "%s is refused by name",
    (typed) => {
      expect(parseText(`8-8:30, ${typed}`).error).toContain(`"${typed}"`);
    },
  );
});

suite("the week", () => {
  test.each([
    ["2026-11-23", "Nov 23 – Nov 29"],
    ["2026-12-28", "Dec 28 – Jan 3, 2027"],
    ["2027-03-08", "Mar 8 – Mar 14, 2027"],
  ])("of %s is called %s in 2026", (monday, name) => {
    expect(weekName(monday, "2026-11-25")).toBe(name);
  });

  test("goes to the API and back unchanged", () => {
    fc.assert(
      fc.property(fc.array(ranges, { minLength: 7, maxLength: 7 }), (days) => {
        const dates = Object.keys(hoursOf(MONDAY, {}));
        const hours = Object.fromEntries(dates.map((date, i) => [date, merge(days[i] ?? [])]));
        expect(hoursOf(MONDAY, daysOf(hours))).toEqual(hours);
      }),
    );
  });

  test("its changes, applied to what was, give what is", () => {
    fc.assert(
      fc.property(ranges, ranges, (before, after) => {
        const [was, is] = [{ [MONDAY]: merge(before) }, { [MONDAY]: merge(after) }];
        const change = changes(was, is)[0] ?? { added: [], removed: [] };
        expect(merge([...subtract(was[MONDAY] ?? [], change.removed), ...change.added])).toEqual(is[MONDAY]);
      }),
    );
  });

  test("presets and copies leave days that may not be edited alone", () => {
    const week = hoursOf(MONDAY, { [MONDAY]: [{ start_time: "08:00", end_time: "09:00" }] });
    const editable = (date: string) => date !== MONDAY;
    const weekdays = PRESETS[0];
    if (!weekdays) throw new Error("there are presets");
    expect(applyPreset(week, weekdays, editable)[MONDAY]).toEqual([{ start: 480, end: 540 }]);
    expect(applyPreset(week, weekdays, editable)["2027-03-09"]).toEqual([{ start: 540, end: 720 }]);
    const empty = hoursOf("2027-03-15", {});
    expect(Object.values(copyHours(week, empty, () => true))[0]).toEqual([{ start: 480, end: 540 }]);
    expect(copyHours(empty, week, editable)[MONDAY]).toEqual(week[MONDAY]);
  });
});
