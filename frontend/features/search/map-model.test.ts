import { expect, it } from "vitest";
import { countsOf, MAP_SIZE, outline, shade } from "@/features/search/map-model";

const square = [
  [-73.99, 40.72],
  [-73.97, 40.72],
  [-73.97, 40.7],
  [-73.99, 40.7],
  [-73.99, 40.72],
];

it("draws rings inside the picture", () => {
  const path = outline({ type: "Polygon", coordinates: [square] });
  expect(path).toMatch(/^M(\d+ \d+L){4}\d+ \d+Z$/);
  for (const number of path.match(/\d+/g) ?? []) expect(Number(number)).toBeLessThanOrEqual(MAP_SIZE.width);
  expect(outline({ type: "MultiPolygon", coordinates: [[square], [square]] })).toBe(path + path);
});

it("leaves out islands smaller than a pixel", () => {
  expect(outline({ type: "Polygon", coordinates: [[square[0], square[0], square[0]]] })).toBe("");
});

it("counts and shades", () => {
  const found = [
    { instructor: { neighborhoods: ["astoria", "soho"] } },
    { instructor: { neighborhoods: ["soho"] } },
  ];
  expect(countsOf(found)).toEqual({ astoria: 1, soho: 2 });
  expect([0, 1, 5, 10].map((count) => shade(count, 10))).toEqual([0, 1, 2, 4]);
});
