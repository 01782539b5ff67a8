import { describe, expect, it } from "vitest";
import { filtersFor } from "@/features/search/filters";
import {
  chipsOf,
  groupOf,
  isMapOpen,
  mapToggledPath,
  pagePath,
  readState,
  searchPath,
  withFilter,
  without,
} from "@/features/search/model";
import type { Understood } from "@/lib/types";

const NOTHING: Understood = {
  subjects: [],
  category: null,
  min_rate_cents: null,
  max_rate_cents: null,
  date_from: null,
  date_to: null,
  weekdays: [],
  start_time: null,
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
};

const understood = (part: Partial<Understood>): Understood => ({ ...NOTHING, ...part });
const names = { subjects: { piano: "Piano" }, categories: { music: "Music" }, areas: {}, letters: {} };
const TODAY = "2026-11-22";

describe("the address", () => {
  it("holds the whole state and nothing else", () => {
    const state = readState({
      q: " piano ",
      neighborhood: ["astoria", "soho"],
      sort: "price",
      utm: "x",
      place: "",
    });
    expect(state).toEqual({ q: ["piano"], neighborhood: ["astoria", "soho"], sort: ["price"] });
    expect(searchPath(state)).toBe("/search?q=piano&sort=price&neighborhood=astoria&neighborhood=soho");
    expect(readState({ q: "piano", neighborhood: ["astoria", "soho"], sort: "price" })).toEqual(state);
  });

  it("keeps the map open beside the search, not as a part of it", () => {
    const query = (path: string) => new URLSearchParams(path.split("?")[1]);
    const opened = mapToggledPath("q=piano&neighborhood=soho&neighborhood=astoria");
    expect(opened).toBe("/search?q=piano&neighborhood=soho&neighborhood=astoria&map=open");
    expect(isMapOpen(query(opened))).toBe(true);
    expect(readState({ q: "piano", map: "open" })).toEqual({ q: ["piano"] });
    expect(searchPath({ q: ["piano"] }, true)).toBe("/search?q=piano&map=open");

    expect(mapToggledPath("q=piano&map=open")).toBe("/search?q=piano");
    expect(mapToggledPath("map=open")).toBe("/search");
    expect(isMapOpen(query("/search?map=elsewhere"))).toBe(false);
    expect(pagePath({ q: ["piano"] }, 20)).not.toContain("map");
  });

  it("starts on the first page without saying so", () => {
    expect(pagePath({ q: ["piano"], offset: ["20"] }, 0)).toBe("/search?q=piano");
    expect(pagePath({ q: ["piano"] }, 20)).toBe("/search?q=piano&offset=20");
  });
});

describe("chips", () => {
  const said = understood({
    subjects: ["piano"],
    date_from: "2026-11-23",
    date_to: "2026-11-23",
    start_time: "17:00",
    end_time: "23:00",
    max_rate_cents: 8000,
  });

  it("say everything that was understood", () => {
    const labels = chipsOf({ q: ["piano tomorrow evening under $80"] }, said, names, TODAY).map(
      ({ label }) => label,
    );
    expect(labels).toEqual(["Piano", "Tomorrow", "5:00 PM to 11:00 PM", "Up to $80/h"]);
  });

  it("taken away, leave the rest of the words as filters", () => {
    const state = { q: ["piano tomorrow evening under $80"], sort: ["price"] };
    expect(without(state, said, "dates")).toEqual({
      subject: ["piano"],
      start_time: ["17:00"],
      end_time: ["23:00"],
      max_rate_cents: ["8000"],
      sort: ["price"],
    });
  });

  it("that say what is not wanted can be taken away, and stay when another is", () => {
    const not = understood({
      excluded_places: ["online"],
      excluded_subjects: ["drums"],
      available_now: true,
    });
    const state = { q: ["music not online but no drums available now"] };
    expect(without(state, not, "now")).toEqual({ excluded_place: ["online"], excluded_subject: ["drums"] });
    expect(without(state, not, "otherPlaces")).toEqual({
      excluded_subject: ["drums"],
      available_now: ["true"],
    });
  });

  it("that a filter said, go with the filter; the words stay", () => {
    const state = { q: ["piano"], max_rate_cents: ["8000"], offset: ["20"] };
    expect(without(state, understood({ subjects: ["piano"], max_rate_cents: 8000 }), "rate")).toEqual({
      q: ["piano"],
    });
  });

  it("are found by the field that the API names", () => {
    expect(groupOf("date_from")).toBe("dates");
    expect(groupOf("max_rate_cents")).toBe("rate");
    expect(groupOf("unrecognized")).toBeNull();
  });
});

describe("filters", () => {
  const boroughs = [{ slug: "queens", name: "Queens" }];
  const chosen = (part: Partial<Understood>, group: string) =>
    filtersFor(understood(part), TODAY, boroughs).find((filter) => filter.group === group)?.value;

  it("show what holds, whoever said it", () => {
    expect(chosen({}, "dates")).toBe("any");
    expect(chosen({ date_from: "2026-11-23", date_to: "2026-11-23" }, "dates")).toBe("2026-11-23");
    expect(chosen({ date_from: "2026-11-23", date_to: "2026-11-29" }, "dates")).toBe("as-said");
    expect(chosen({ start_time: "17:00", end_time: "23:00" }, "times")).toBe("17:00-23:00");
    expect(chosen({ start_time: "19:00", end_time: null }, "times")).toBe("as-said");
    expect(chosen({ boroughs: ["queens"] }, "boroughs")).toBe("queens");
  });

  it("replace only their own constraint and start from the first page", () => {
    const state = { q: ["piano"], date: ["2026-11-23"], offset: ["20"] };
    const next = withFilter(state, understood({ subjects: ["piano"] }), "dates", { date: ["2026-11-24"] });
    expect(next).toEqual({ q: ["piano"], date: ["2026-11-24"] });
  });
});
