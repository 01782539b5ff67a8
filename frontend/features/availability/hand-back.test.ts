import { describe, expect, test } from "vitest";
import { backSentence, editedToCome } from "./hand-back";

const hours = [{ start_time: "09:00", end_time: "12:00" }];
const preview = {
  date: "2027-03-08",
  hours,
  added: [],
  removed: [],
  filled_later: false,
  outside_hours: [],
};

describe("a day's way back to the usual week", () => {
  test("is open from today on", () => {
    expect(editedToCome(["2027-03-08", "2027-03-09", "2027-03-10"], "2027-03-09")).toEqual([
      "2027-03-09",
      "2027-03-10",
    ]);
  });

  test("says what it does", () => {
    expect(backSentence({ ...preview, added: hours })).toContain("Mon, Mar 8 gets the hours");
    expect(backSentence({ ...preview, removed: hours })).toContain("Nothing is saved yet.");
    expect(backSentence(preview)).toContain("has the hours of your usual week already");
    expect(backSentence({ ...preview, removed: hours, filled_later: true })).toContain(
      "It has no hours for now",
    );
  });
});
