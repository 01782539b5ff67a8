import { expect, test } from "vitest";
import { differing, followDrafts, forgetDrafts, readDraft, writeDraft } from "./drafts";

test("a draft keeps only what differs from what is saved, lists by what is in them", () => {
  const saved = { headline: "Jazz", years: null, areas: ["soho"] };
  expect(differing(saved, { headline: "Jazz", areas: ["soho"] })).toEqual({});
  expect(differing(saved, { headline: "Jazz piano", areas: [] })).toEqual({
    headline: "Jazz piano",
    areas: [],
  });
});

test("fields that a newer version does not know are left out", () => {
  expect(differing({ headline: "" }, { motto: "x" } as object)).toEqual({});
});

test("where nothing can be stored, drafts live as long as the page, and whoever follows hears of each", () => {
  let told = 0;
  const stop = followDrafts(() => {
    told += 1;
  });
  writeDraft("a", "text");
  expect(readDraft("a")).toBe("text");
  writeDraft("a", null);
  expect(readDraft("a")).toBeNull();
  stop();
  writeDraft("b", "text");
  expect(told).toBe(2);
  forgetDrafts();
  expect(readDraft("b")).toBeNull();
});
