import { expect, it } from "vitest";
import { step, suggestionPath } from "@/components/marketplace/suggestions";
import type { Suggestion } from "@/lib/types";

const suggestion = (kind: string, slug: string, name: string) => ({ kind, slug, name }) as Suggestion;

it("leads to a filter where there is one, else to a search", () => {
  expect(suggestionPath(suggestion("subject", "piano", "Piano"))).toBe("/search?subject=piano");
  expect(suggestionPath(suggestion("neighborhood", "astoria", "Astoria"))).toBe(
    "/search?neighborhood=astoria",
  );
  expect(suggestionPath(suggestion("recent", "", "piano under $80"))).toBe("/search?q=piano+under+%2480");
});

it("goes round by way of what was typed", () => {
  expect(step(null, 1, 3)).toBe(0);
  expect(step(null, -1, 3)).toBe(2);
  expect(step(2, 1, 3)).toBeNull();
  expect(step(0, -1, 3)).toBeNull();
  expect(step(1, 1, 3)).toBe(2);
  expect(step(null, 1, 0)).toBeNull();
});
