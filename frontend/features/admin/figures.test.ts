import { expect, it } from "vitest";
import {
  changeWords,
  formatBytes,
  formatMs,
  formatShare,
  formatWait,
  periodWords,
  refundCents,
} from "@/features/admin/figures";

it("says figures in the unit that people read", () => {
  expect([0.42, 9.96, 12.4, 999, 1_240].map(formatMs)).toEqual([
    "0.4 ms",
    "10 ms",
    "12 ms",
    "999 ms",
    "1.2 s",
  ]);
  expect([0, 1_023, 1_536, 5 * 2 ** 30].map(formatBytes)).toEqual(["0 B", "1,023 B", "1.5 KB", "5 GB"]);
  expect([45, 200, 7_200, 200_000].map(formatWait)).toEqual(["45 s", "3 min", "2 h", "2 days"]);
  expect(formatShare(0.1234)).toBe("12.3 %");
});

it("says how long in years where it is years", () => {
  expect([1, 90, 365, 400, 2_557].map(periodWords)).toEqual([
    "1 day",
    "90 days",
    "1 year",
    "400 days",
    "7 years",
  ]);
});

it("compares with what was before, nothing included", () => {
  expect(changeWords(112, 100)).toBe("12 % more than before");
  expect(changeWords(50, 100)).toBe("50 % fewer than before");
  expect(changeWords(100, 100)).toBe("as before");
  expect(changeWords(3, 0)).toBe("none before");
  expect(changeWords(0, 0)).toBe("as before");
});

it("computes what is given back as the server does, half up", () => {
  expect(refundCents(7_500, 100)).toBe(7_500);
  expect(refundCents(7_525, 50)).toBe(3_763);
  expect(refundCents(7_500, 0)).toBe(0);
});
