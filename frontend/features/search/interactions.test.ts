import { expect, it } from "vitest";
import { kindsOf } from "@/features/search/interactions";

it("counts what is followed, and looks at a profile", () => {
  expect(kindsOf("/instructors/maya-r", "maya-r")).toEqual(["click", "view"]);
  expect(kindsOf("/instructors/maya-r/book", "maya-r")).toEqual(["click"]);
});
