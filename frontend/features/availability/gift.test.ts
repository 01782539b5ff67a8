import { describe, expect, test } from "vitest";
import { changedWeeks } from "./gift";

const range = (start_time: string, end_time: string) => ({ start_time, end_time });

describe("what giving hours changes", () => {
  test("is told week by week, in order, with how much opens and closes", () => {
    const weeks = changedWeeks({
      "2026-12-14": { added: [], removed: [range("22:00", "24:00")] },
      "2026-12-13": { added: [range("09:00", "10:30")], removed: [] },
      "2026-12-07": { added: [range("18:00", "20:00")], removed: [range("09:00", "12:00")] },
    });
    expect(weeks).toEqual([
      {
        weekStart: "2026-12-07",
        days: [
          {
            date: "2026-12-07",
            added: [{ start: 1080, end: 1200 }],
            removed: [{ start: 540, end: 720 }],
          },
          { date: "2026-12-13", added: [{ start: 540, end: 630 }], removed: [] },
        ],
        opened: 210,
        closed: 180,
      },
      {
        weekStart: "2026-12-14",
        days: [{ date: "2026-12-14", added: [], removed: [{ start: 1320, end: 1440 }] }],
        opened: 0,
        closed: 120,
      },
    ]);
  });

  test("is nothing where the hours are there already", () => {
    expect(changedWeeks({})).toEqual([]);
  });
});
