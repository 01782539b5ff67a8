import { expect, it } from "vitest";
import {
  instantsOf,
  pathWith,
  readAuditFilter,
  readBookingFilter,
  readDays,
  readOffset,
  readUserFilter,
  startOfDay,
} from "@/features/admin/filters";

const ID = "0198c0de-0000-7000-8000-00000000abcd";

it("reads what an address says and leaves out what makes no sense", () => {
  expect(readUserFilter({ q: "  robin ", role: "admin", state: "suspended" })).toEqual({
    q: "robin",
    role: "admin",
    state: "suspended",
  });
  expect(readUserFilter({ q: " ", role: "king", state: "toString" })).toEqual({});
  expect(readBookingFilter({ status: "no_show", from: "2026-02-30", to: "2026-03-01", student: ID })).toEqual(
    {
      status: "no_show",
      to: "2026-03-01",
      student: ID,
    },
  );
  expect(readAuditFilter({ action: "user.suspended", by: " dana ", actor: "x", subject: ID })).toEqual({
    action: "user.suspended",
    by: "dana",
    subject: ID,
  });
  expect(readDays("90")).toBe(90);
  expect(readDays("91")).toBe(28);
  expect([undefined, "-3", "x", "40", "9".repeat(30)].map(readOffset)).toEqual([0, 0, 0, 40, 0]);
});

it("keeps only what is set in an address", () => {
  expect(pathWith("/admin/users", { q: "a b", role: undefined, offset: 0 })).toBe("/admin/users?q=a+b");
  expect(pathWith("/admin/users", {})).toBe("/admin/users");
});

it("turns days into instants of New York, clock changes included", () => {
  expect(startOfDay("2026-07-01")).toBe("2026-07-01T00:00:00-04:00");
  expect(startOfDay("2026-12-01")).toBe("2026-12-01T00:00:00-05:00");
  expect(instantsOf({ from: "2027-03-14", to: "2027-03-14" })).toEqual({
    from: "2027-03-14T00:00:00-05:00",
    to: "2027-03-15T00:00:00-04:00",
  });
  expect(instantsOf({ from: undefined, to: undefined })).toEqual({});
});
