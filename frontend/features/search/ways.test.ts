import { expect, it } from "vitest";
import { chipsOf } from "@/features/search/model";
import { otherDays, waysOut, wishOf } from "@/features/search/ways";
import type { Understood } from "@/lib/types";

const understood = {
  subjects: ["piano"],
  category: null,
  min_rate_cents: null,
  max_rate_cents: 1000,
  date_from: null,
  date_to: null,
  weekdays: ["sat"],
  start_time: "17:00",
  end_time: null,
  duration_minutes: null,
  neighborhoods: [],
  boroughs: [],
  place: null,
  excluded_subjects: [],
  excluded_places: [],
  available_now: false,
  level: null,
  age_group: null,
  unrecognized: [],
} as Understood;
const names = { subjects: { piano: "Piano" }, categories: {}, areas: {}, letters: {} };
const state = { q: ["piano saturday after 5 under $10"] };

it("leads on by what finds most, and not by what finds nobody", () => {
  const relaxed = [
    { constraint: "weekdays", total_without_it: 2 },
    { constraint: "max_rate_cents", total_without_it: 9 },
    { constraint: "subjects", total_without_it: 0 },
    { constraint: "of_another_version", total_without_it: 5 },
  ];
  const ways = waysOut({ relaxed }, chipsOf(state, understood, names, "2026-11-25"));
  expect(ways.map(({ label, total }) => [label, total])).toEqual([
    ["Up to $10/h", 9],
    ["Sat", 2],
  ]);
  expect(ways[1]?.href).not.toContain("weekday");
});

it("offers other days in place of all that was said of days, the rest kept", () => {
  const nearest_dates = [{ date: "2026-12-01", total: 3 }];
  expect(otherDays({ nearest_dates, understood }, state)).toEqual([
    {
      date: "2026-12-01",
      total: 3,
      href: "/search?max_rate_cents=1000&date=2026-12-01&start_time=17%3A00&subject=piano",
    },
  ]);
});

it("can be waited for when it is about one subject", () => {
  expect(wishOf(understood)).toEqual({ subject: "piano", start_time: "17:00", weekday: ["sat"] });
  expect(wishOf({ ...understood, subjects: ["piano", "guitar"] })).toBeNull();
  expect(wishOf({ ...understood, subjects: [] })).toBeNull();
});
