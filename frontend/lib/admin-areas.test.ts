import { expect, it } from "vitest";
import { areaAt, areasFor, mayOpen } from "@/lib/admin-areas";

it("shows what the permissions allow and nothing else", () => {
  expect(areasFor(["access_monitoring"]).map(({ id }) => id)).toEqual([
    "overview",
    "messages",
    "redis",
    "database",
    "performance",
  ]);
  expect(areasFor(["view_instructors", "create_bookings"])).toEqual([]);
  expect(mayOpen("users", ["view_all_users"])).toBe(true);
  expect(mayOpen("users", ["view_all_bookings"])).toBe(false);
  expect(mayOpen("overview", ["manage_users"])).toBe(true);
  expect(mayOpen("overview", [])).toBe(false);
});

it("knows where one is, on the pages below an area too", () => {
  const areas = areasFor(["view_all_users", "view_all_bookings"]);
  expect(areaAt(areas, "/admin")?.name).toBe("Overview");
  expect(areaAt(areas, "/admin/users/0198")?.name).toBe("Users");
  expect(areaAt(areas, "/lessons")).toBeUndefined();
});
