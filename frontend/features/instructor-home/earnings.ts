import { addMonths, formatMonth, startOfMonth } from "@/lib/time";
import type { Booking } from "@/lib/types";

export type Sum = { lessons: number; cents: number };
export type Earnings = { month: string; thisMonth: Sum; lastMonth: Sum; booked: Sum };

type Paid = Pick<Booking, "booking_date" | "price_cents">;

const sumOf = (lessons: readonly Paid[]): Sum => ({
  lessons: lessons.length,
  cents: lessons.reduce((sum, { price_cents }) => sum + price_cents, 0),
});

/** The dates whose completed lessons are added up: last month and this one so far. */
export const earningSpan = (today: string): { from: string; to: string } => ({
  from: addMonths(today, -1),
  to: today,
});

/** What completed lessons brought, by month, and what is booked ahead. */
export function earningsOf(completed: readonly Paid[], booked: readonly Paid[], today: string): Earnings {
  const first = startOfMonth(today);
  return {
    month: formatMonth(today),
    thisMonth: sumOf(completed.filter(({ booking_date }) => booking_date >= first)),
    lastMonth: sumOf(completed.filter(({ booking_date }) => booking_date < first)),
    booked: sumOf(booked),
  };
}
