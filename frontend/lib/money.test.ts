import { expect, it } from "vitest";
import { formatCents, formatRate, priceForMinutes } from "@/lib/money";

it("shows cents only where there are some", () => {
  expect(formatCents(7500)).toBe("$75");
  expect(formatCents(5625)).toBe("$56.25");
  expect(formatCents(120_000)).toBe("$1,200");
  expect(formatRate(4500)).toBe("$45/h");
});

it("rounds half up to the cent, as the server does", () => {
  expect(priceForMinutes(7500, 45)).toBe(5625);
  expect(priceForMinutes(3333, 30)).toBe(1667);
  expect(priceForMinutes(1001, 90)).toBe(1502);
});
