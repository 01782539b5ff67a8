import { expect, it } from "vitest";
import { understoodWords } from "@/features/admin/understood";

it("says what was understood in the order in which people say it", () => {
  const understood = {
    weekdays: ["sat", "sun"],
    subjects: ["cat-behavior"],
    start_time: "17:00",
    end_time: "21:30",
    max_rate_cents: 4_000,
    place: "at_student",
    excluded_places: ["online"],
  };
  expect(understoodWords({ understood })).toBe(
    "Cat Behavior, at most $40 an hour, Sat, Sun, from 5:00 PM, until 9:30 PM, At the student's, not Online",
  );
});

it("leaves out what nobody asked for", () => {
  const understood = { subjects: [], place: null, available_now: false, boroughs: ["queens"] };
  expect(understoodWords({ understood })).toBe("Queens");
  expect(understoodWords({ understood: {} })).toBe("");
});
