import { expect, it } from "vitest";
import { canCancel, costWords } from "@/features/admin/cancelling";
import type { Booking } from "@/lib/types";

it("says what cancelling costs before it is pressed", () => {
  expect(costWords(7_500, 100)).toBe("The student owes nothing of $75, and the instructor earns nothing.");
  expect(costWords(7_500, 0)).toBe("The student owes the whole price, $75.");
  expect(costWords(7_525, 50)).toBe("The student owes $37.62 of $75.25; $37.63 is taken off.");
});

it("offers to cancel what is confirmed and has not begun", () => {
  const now = new Date("2026-11-25T12:00:00Z");
  const lesson = (status: string, startsAt: string) => ({ status, starts_at: startsAt }) as Booking;
  expect(canCancel(lesson("confirmed", "2026-11-25T12:00:01Z"), now)).toBe(true);
  expect(canCancel(lesson("confirmed", "2026-11-25T12:00:00Z"), now)).toBe(false);
  expect(canCancel(lesson("cancelled", "2026-11-26T12:00:00Z"), now)).toBe(false);
});
