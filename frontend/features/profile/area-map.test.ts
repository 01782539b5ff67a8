import { expect, it } from "vitest";
import { areaMap, boxAround } from "@/features/profile/area-map";

const outlines = {
  soho: "M100 200L110 200L110 210Z",
  tribeca: "M90 205L100 205L100 215Z",
  astoria: "M300 100L360 100L360 190Z",
};

it("draws what is meant and what lies around it, nothing that is far or not known", () => {
  const picture = areaMap(outlines, ["soho", "<script>"]) ?? "";
  expect(picture).toContain(`d="${outlines.soho}"`);
  expect(picture).toContain(`d="${outlines.tribeca}"`);
  expect(picture).not.toContain(outlines.astoria);
  expect(picture).not.toContain("script");
  expect(areaMap(outlines, ["nowhere"])).toBeNull();
});

it("goes near, but not too near, and keeps everything in sight", () => {
  expect(boxAround([outlines.soho])).toEqual({ left: 45, top: 160, width: 120, height: 90 });
  const both = boxAround(Object.values(outlines));
  expect(both.left).toBeLessThan(100);
  expect(both.left + both.width).toBeGreaterThan(360);
  expect(both.top).toBeLessThan(100);
  expect(both.top + both.height).toBeGreaterThan(210);
});
