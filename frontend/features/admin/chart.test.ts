import fc from "fast-check";
import { expect, it } from "vitest";
import { bars, linePoints, niceMax, widthOf } from "@/features/admin/chart";

it("ends the axis on a round number", () => {
  expect([[], [0], [1], [7], [12], [23], [240], [1_001]].map(niceMax)).toEqual([
    1, 1, 1, 8, 12, 25, 250, 1_200,
  ]);
});

it("keeps every bar in its box, beside the others", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 365 }), (values) => {
      const drawn = bars(values, niceMax(values));
      expect(drawn).toHaveLength(values.length);
      drawn.forEach((bar, index) => {
        expect(bar.y).toBeGreaterThanOrEqual(0);
        expect(bar.y + bar.height).toBeCloseTo(100, 1);
        expect(bar.x).toBeGreaterThanOrEqual(drawn[index - 1]?.x ?? 0);
        expect(bar.x + bar.width).toBeLessThanOrEqual(100.01);
      });
    }),
  );
});

it("draws a line through the middles", () => {
  expect(linePoints([0, 5, 10], 10)).toBe("16.67,100 50,50 83.33,0");
});

it("never draws more than the whole, and nothing of nothing", () => {
  expect([widthOf(1, 4), widthOf(5, 4), widthOf(1, 0)]).toEqual([25, 100, 0]);
});
