import { expect, test } from "vitest";
import { spoken } from "./spoken";

test.each([
  ["Sarah C. has a lesson from 18:00 to 24:00.", "Sarah C. has a lesson from 6:00 PM to midnight."],
  ["Until 2026-12-01 09:30.", "Until Tue, Dec 1 9:30 AM."],
  ["2026-12-24 and 2026-12-25 is blacked out.", "Thu, Dec 24 and Fri, Dec 25 is blacked out."],
  ["Up to 60 days ahead, 2026-02-30 is no day.", "Up to 60 days ahead, 2026-02-30 is no day."],
])("%s is said: %s", (sentence, words) => {
  expect(spoken(sentence)).toBe(words);
});
