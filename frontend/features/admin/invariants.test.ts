import { expect, it } from "vitest";
import { breachesOf, keptWords } from "@/features/admin/invariants";
import type { Invariants } from "@/features/admin/types";

const WELL: Invariants = {
  checked_at: "2026-11-24T19:05:00Z",
  invariants: [
    { invariant: "holds end", broken: 0 },
    { invariant: "ratings are the sum of reviews", broken: 0 },
  ],
};

it("says in one line that all is kept, and when that was counted in New York", () => {
  expect(breachesOf(WELL)).toEqual([]);
  expect(keptWords(WELL)).toBe("All 2 rules that the data must keep are kept, counted at 2:05 PM.");
});

it("says of each that is broken how much of it, and what to do", () => {
  const broken: Invariants = {
    ...WELL,
    invariants: [...WELL.invariants, { invariant: "no student is booked twice", broken: 2 }],
  };
  expect(breachesOf(broken)).toEqual([
    {
      invariant: "no student is booked twice",
      text: "A student is booked twice: 2 pairs of lessons.",
      todo: "Stop bookings, and see that the database's constraint is there and on.",
      href: "/admin/database",
    },
  ]);
  expect(keptWords(broken)).toBeNull();
});
