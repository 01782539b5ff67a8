import { expect, it } from "vitest";
import type { TimedWish } from "@/features/booking/confirm-model";
import { buttonWords, dateWords, seriesDetails } from "@/features/booking/repeat-model";
import type { LessonDate, LessonsQuote } from "@/lib/types";

const date = (outcome: string, reason: string | null = null, ...at: string[]): LessonDate =>
  ({
    outcome,
    reason,
    alternatives: at.map((start_time) => ({ date: "2027-03-02", start_time })),
  }) as LessonDate;
const quote = (free: number, count: number): LessonsQuote =>
  ({
    available_count: free,
    dates: Array.from({ length: count }, () => date("available")),
    total_price_cents: free * 5_500,
  }) as LessonsQuote;

it("says of each date how it stands", () => {
  expect(dateWords(date("available"))).toBe("Free");
  expect(dateWords(date("conflict", "taken", "18:30"))).toBe("Taken; free at 6:30 PM");
  expect(dateWords(date("skipped", "blackout"))).toBe("Not taught on this day");
});

it("promises what it will do", () => {
  expect(buttonWords(quote(6, 6))).toBe("Book 6 lessons for $330");
  expect(buttonWords(quote(4, 6))).toBe("Book the 4 that are free for $220");
  expect(buttonWords(quote(1, 6))).toBe("Book the 1 that is free for $55");
  expect(buttonWords(quote(0, 6))).toBeNull();
});

it("books all or nothing when all are free, else what can be had", () => {
  const wish = { place: "online" } as TimedWish;
  const draft = { note: " Hi ", address: "not for online", neighborhood: null };
  expect(seriesDetails(wish, draft, quote(6, 6))).toEqual({ mode: "all_or_nothing", note: "Hi" });
  expect(seriesDetails(wish, draft, quote(5, 6)).mode).toBe("best_effort");
});
