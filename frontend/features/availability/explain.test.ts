import { describe, expect, test } from "vitest";
import type { Explanation } from "@/lib/types";
import { endsByItself, readQuestion, remediesFor } from "./explain";

type Reason = Explanation["reasons"][number];

const reason = (code: Reason["code"], change: Partial<Reason> = {}): Reason => ({
  code,
  message: "",
  booking_id: null,
  student_display_name: null,
  starts_at: null,
  ends_at: null,
  expires_at: null,
  ...change,
});

describe("what the address asks", () => {
  const asked = { date: "2027-03-09", time: "18:00", duration: "60" };

  test("is read whole", () => {
    expect(readQuestion(asked)).toEqual({ date: "2027-03-09", startTime: "18:00", duration: 60 });
  });

  test.each([
    { date: "2027-02-30" },
    { time: "18:10" },
    { time: "24:00" },
    { time: undefined },
    { duration: "25" },
    { duration: "255" },
    { duration: "x" },
  ])("makes no sense with %j", (change) => {
    expect(readQuestion({ ...asked, ...change })).toBeNull();
  });
});

describe("what can be done", () => {
  test.each<[Reason["code"], string[]]>([
    ["not_listed", ["/teach"]],
    ["missing_hour", []],
    ["too_soon", ["/teach/you#rules"]],
    ["too_far", ["/teach/you#rules"]],
    ["outside_hours", ["/calendar?week=2027-03-08"]],
    ["blackout", ["/calendar/days-off"]],
    ["hold", []],
    ["buffer", ["/teach/you#rules"]],
  ])("about %s leads to %j", (code, hrefs) => {
    expect(remediesFor(reason(code), "2027-03-10").map(({ href }) => href)).toEqual(hrefs);
  });

  test.each<Reason["code"]>(["booked", "buffer"])("about a lesson (%s) leads to it first", (code) => {
    const [first] = remediesFor(reason(code, { booking_id: "b" }), "2027-03-10");
    expect(first?.href).toBe("/lessons/b");
  });

  test("a hold says when it ends, a rule does not", () => {
    const hold = reason("hold", { expires_at: "2027-03-10T15:05:00Z" });
    expect(endsByItself(hold, "America/New_York")).toContain("Wed, Mar 10, 10:05 AM");
    expect(endsByItself(reason("too_soon"), "America/New_York")).toBeNull();
  });
});
