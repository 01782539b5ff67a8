import { expect, it } from "vitest";
import { inScope, scopeOptions, severalWords } from "@/features/lessons/series-model";
import type { Booking } from "@/lib/types";

const HOUR = 3_600_000;

function lesson(id: string, startsAt: string, actions: string[] = ["cancel", "reschedule"]) {
  const until = (hours: number) => new Date(Date.parse(startsAt) - hours * HOUR).toISOString();
  const tier = (hours: number, share: number) => ({
    hours_before: hours,
    refund_share_percent: share,
    until: until(hours),
  });
  return {
    id,
    starts_at: startsAt,
    price_cents: 7_555,
    cancellation_tiers: [tier(24, 100), tier(12, 50), tier(0, 0)],
    actions,
  } as Pick<Booking, "id" | "starts_at" | "price_cents" | "cancellation_tiers" | "actions">;
}

const gone = lesson("gone", "2026-11-18T15:00:00Z", []);
const first = lesson("first", "2026-11-25T15:00:00Z");
const second = lesson("second", "2026-12-02T15:00:00Z");
const third = lesson("third", "2026-12-09T15:00:00Z");
const all = [gone, first, second, third];

it("is about one, it and those after it, or all that can still be given up", () => {
  const ids = (scope: "one" | "following" | "all") => inScope(all, second, scope).map(({ id }) => id);
  expect(ids("one")).toEqual(["second"]);
  expect(ids("following")).toEqual(["second", "third"]);
  expect(ids("all")).toEqual(["first", "second", "third"]);
});

it("offers only what differs", () => {
  const names = (chosen: Booking["id"]) =>
    scopeOptions(all, all.find(({ id }) => id === chosen) ?? gone).map(({ name }) => name);
  expect(names("first")).toEqual(["Just this one", "This and the 2 after it"]);
  expect(names("second")).toEqual(["Just this one", "This and the 1 after it", "All 3 to come"]);
  expect(names("third")).toEqual(["Just this one", "All 3 to come"]);
  expect(scopeOptions([gone, third], third).map(({ id }) => id)).toEqual(["one"]);
});

it("says what it costs in all, half cents up to the student", () => {
  const now = (text: string) => new Date(text);
  expect(severalWords([first, second], "student", now("2026-11-24T15:00:00Z"))).toBe(
    "Cancelling 2 lessons now is free.",
  );
  expect(severalWords([first, second], "student", now("2026-11-24T15:00:01Z"))).toBe(
    "Cancelling 2 lessons now costs $37.77: one of them is less than 24 hours away.",
  );
  expect(severalWords([first, second], "student", now("2026-11-25T14:00:00Z"))).toBe(
    "Cancelling 2 lessons now costs $75.55: one of them is less than 24 hours away.",
  );
  expect(severalWords([first], "instructor", now("2026-11-25T14:00:00Z"))).toBe(
    "Your student owes nothing for the 1 lesson.",
  );
});
