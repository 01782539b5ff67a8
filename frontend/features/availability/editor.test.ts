import { describe, expect, test } from "vitest";
import { editorReducer, isChanged, startEditing } from "./editor";
import { hoursOf } from "./model";

const MONDAY = "2027-03-08";
const TUESDAY = "2027-03-09";
const morning = { start: 540, end: 720 };
const start = startEditing(MONDAY, 3, hoursOf(MONDAY, {}));
const paintMorning = {
  type: "painted",
  stroke: { dates: [MONDAY, TUESDAY], range: morning, on: true },
} as const;

describe("the week editor's steps", () => {
  test("a stroke paints every day that it crosses and is taken back as one", () => {
    const painted = editorReducer(start, paintMorning);
    expect([painted.hours[MONDAY], painted.hours[TUESDAY]]).toEqual([[morning], [morning]]);
    expect(isChanged(painted)).toBe(true);
    expect(isChanged(editorReducer(painted, { type: "undone" }))).toBe(false);
  });

  test("painting what is painted already is no step", () => {
    const once = editorReducer(start, paintMorning);
    expect(editorReducer(once, paintMorning).undo).toHaveLength(1);
  });

  test("discarding goes back to what is stored, and can itself be taken back", () => {
    const discarded = editorReducer(editorReducer(start, paintMorning), { type: "discarded" });
    expect(isChanged(discarded)).toBe(false);
    expect(editorReducer(discarded, { type: "undone" }).hours[MONDAY]).toEqual([morning]);
  });

  test("what was stored meanwhile starts the editor anew", () => {
    const hours = hoursOf(MONDAY, { [MONDAY]: [{ start_time: "09:00", end_time: "12:00" }] });
    const loaded = editorReducer(start, { type: "loaded", weekStart: MONDAY, version: 4, hours });
    expect(loaded).toMatchObject({ version: 4, saved: hours, hours, undo: [] });
  });

  test("undo with nothing to undo changes nothing", () => {
    expect(editorReducer(start, { type: "undone" })).toBe(start);
  });
});
