import { expect, test } from "vitest";
import { earningSpan, earningsOf } from "./earnings";

const lesson = (booking_date: string, price_cents: number) => ({ booking_date, price_cents });

test("lessons of last month and of this one are added up apart", () => {
  const completed = [lesson("2027-02-28", 5_000), lesson("2027-03-01", 6_050), lesson("2027-03-10", 4_000)];
  expect(earningsOf(completed, [lesson("2027-03-12", 7_000)], "2027-03-10")).toEqual({
    month: "March 2027",
    thisMonth: { lessons: 2, cents: 10_050 },
    lastMonth: { lessons: 1, cents: 5_000 },
    booked: { lessons: 1, cents: 7_000 },
  });
});

test("they are asked for from the first of last month on, over the new year too", () => {
  expect(earningSpan("2027-01-31")).toEqual({ from: "2026-12-01", to: "2027-01-31" });
});
