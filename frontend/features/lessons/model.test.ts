import { expect, it } from "vitest";
import { byDate, cancellationWords, isOver, isStuck, otherSide, readShow } from "@/features/lessons/model";
import type { Booking, CancellationQuote } from "@/lib/types";

const quote = (share: number): CancellationQuote => ({
  booking_id: "b",
  price_cents: 8000,
  refund_share_percent: share,
  refund_cents: (8000 * share) / 100,
  until: "2026-11-24T18:00:00Z",
});

it("says what cancelling costs, to the side that pays", () => {
  expect(cancellationWords(quote(100), "student")).toBe("Cancelling now is free.");
  expect(cancellationWords(quote(50), "student")).toBe(
    "Cancelling now costs $40: 50 % of the price is taken off.",
  );
  expect(cancellationWords(quote(0), "student")).toBe("Cancelling now costs the whole price, $80.");
  expect(cancellationWords(quote(100), "instructor")).toBe("Your student owes nothing when you cancel.");
});

it("knows a lesson that can be given up but not moved", () => {
  const lesson = (...actions: Booking["actions"]) => ({ status: "confirmed" as const, actions });
  expect(isStuck(lesson("cancel"))).toBe(true);
  expect(isStuck(lesson("cancel", "reschedule"))).toBe(false);
  expect(isStuck(lesson())).toBe(false);
});

it("keeps the order of days", () => {
  const lesson = (id: string, date: string) => ({ id, booking_date: date }) as Booking;
  const days = byDate([lesson("a", "2026-11-24"), lesson("b", "2026-11-24"), lesson("c", "2026-11-20")]);
  expect(days.map(({ date, lessons }) => [date, lessons.length])).toEqual([
    ["2026-11-24", 2],
    ["2026-11-20", 1],
  ]);
});

it("tells lessons that are over from those that run", () => {
  const lesson = { ends_at: "2026-11-24T18:00:00Z" };
  expect(isOver(lesson, new Date("2026-11-24T17:59:59Z"))).toBe(false);
  expect(isOver(lesson, new Date("2026-11-24T18:00:00Z"))).toBe(true);
});

it("names the person across", () => {
  const lesson = {
    instructor: { display_name: "Maya R." },
    student: { display_name: "Jordan L." },
  } as Booking;
  expect(otherSide({ ...lesson, viewer: "student" })).toBe("Maya R.");
  expect(otherSide({ ...lesson, viewer: "instructor" })).toBe("Jordan L.");
});

it("shows what is to come unless asked for the past", () => {
  expect([readShow("past"), readShow(undefined), readShow("x")]).toEqual(["past", "upcoming", "upcoming"]);
});
