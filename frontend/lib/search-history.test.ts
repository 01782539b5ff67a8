import { expect, it } from "vitest";
import { searchAgainPath, searchWords } from "@/lib/search-history";
import type { HistoryEntry } from "@/lib/types";

const entry = (q: string, filters: Record<string, unknown>): HistoryEntry => ({
  id: "h",
  q,
  filters,
  total: 3,
  searched_at: "2027-03-02T12:00:00Z",
});

it("asks the same again", () => {
  const asked = entry("piano", {
    subject: ["piano", "jazz-piano"],
    max_rate_cents: 8_000,
    limit: 20,
    level: null,
  });
  expect(searchAgainPath(asked)).toBe("/search?q=piano&subject=piano&subject=jazz-piano&max_rate_cents=8000");
  expect(searchAgainPath(entry("", {}))).toBe("/search");
});

it("says what was asked", () => {
  expect(searchWords(entry("piano tonight", {}))).toBe("piano tonight");
  expect(
    searchWords(entry("", { subject: ["piano"], borough: ["staten-island"], max_rate_cents: 8_000 })),
  ).toBe("Piano, Staten Island, up to $80/h");
  expect(searchWords(entry("", { sort: "price" }))).toBe("Everyone");
});
