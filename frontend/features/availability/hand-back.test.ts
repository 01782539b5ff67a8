import { describe, expect, test } from "vitest";
import { backSentence, editedToCome, uneditedSentence } from "./hand-back";
import { hoursOf } from "./model";

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

  test("is not needed where nobody edited anything, in a week that has come or is far away", () => {
    const said = (days: Record<string, typeof hours>, today: string) =>
      uneditedSentence(hoursOf("2027-03-08", days), today);
    expect(said({ "2027-03-08": hours }, "2027-03-01")).toBe("This week goes by your usual week.");
    expect(said({}, "2027-03-09")).toBe("This week goes by your usual week.");
    expect(said({}, "2027-03-01")).toBe("Your usual week opens these days as they come nearer.");
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
