import { expect, it } from "vitest";
import { safePath } from "@/lib/safe-path";

it("leads only to this site", () => {
  expect(safePath("/lessons?show=past")).toBe("/lessons?show=past");
  for (const elsewhere of [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "",
    null,
  ]) {
    expect(safePath(elsewhere)).toBe("/");
  }
});
