import { describe, expect, test } from "vitest";
import type { AvailabilityWeek, Booking } from "@/lib/types";
import { agendaOf, attentionOf, momentOf, spanAround, summaryOf } from "./model";

const TODAY = "2027-03-10";
const NOW = new Date("2027-03-10T15:30:00Z");

function week(week_start: string, change: Partial<AvailabilityWeek> = {}): AvailabilityWeek {
  return {
    week_start,
    version: 0,
    days: {},
    edited_days: [],
    booked: {},
    outside_hours: [],
    timezone: "America/New_York",
    ...change,
  };
}

const MORNING = [{ start_time: "09:00", end_time: "12:00" }];
const thisWeek = week("2027-03-08", { days: { "2027-03-11": MORNING } });
const nextWeek = week("2027-03-15", { days: { "2027-03-15": MORNING } });
const fine = { listing: "listed", thisWeek, nextWeek, daysOff: [], today: TODAY } as const;

function lesson(id: string, starts: string, change: Partial<Booking> = {}): Booking {
  const person = { id: "s", display_name: "Sarah C.", first_name: "Sarah", last_name: "Chen" };
  return {
    id,
    status: "confirmed",
    instructor: { ...person, slug: "maya-r" },
    student: person,
    offering_id: "o",
    subject: { slug: "piano", name: "Piano" },
    booking_date: starts.slice(0, 10),
    start_time: "09:00",
    end_time: "10:00",
    timezone: "America/New_York",
    starts_at: starts,
    ends_at: new Date(new Date(starts).getTime() + 3_600_000).toISOString(),
    duration_minutes: 60,
    rate_cents: 6_000,
    price_cents: 6_000,
    place: "online",
    neighborhood: null,
    address: null,
    note: null,
    cancellation_tiers: [],
    expires_at: null,
    cancelled_at: null,
    cancelled_by: null,
    cancel_reason: null,
    refund_share_percent: null,
    refund_cents: null,
    series_id: null,
    series_position: null,
    created_at: starts,
    viewer: "instructor",
    actions: [],
    ...change,
  };
}

describe("what needs the instructor", () => {
  test("is nothing when students can book", () => {
    expect(attentionOf(fine)).toEqual([]);
  });

  test.each(["suspended", "needs_offering", "needs_service_area"] as const)(
    "a profile that is %s comes first, with the way to mend it",
    (listing) => {
      const [first] = attentionOf({ ...fine, listing, nextWeek: week("2027-03-15") });
      expect(first).toMatchObject({ key: "listing", href: expect.stringMatching(/^\/teach/) });
    },
  );

  test("no hours next week leads to that week", () => {
    const [only] = attentionOf({ ...fine, nextWeek: week("2027-03-15") });
    expect(only).toMatchObject({
      text: "You have no hours next week yet.",
      href: "/calendar?week=2027-03-15",
    });
  });

  test("hours of days gone by do not make anybody bookable", () => {
    const over = week("2027-03-08", { days: { "2027-03-09": MORNING } });
    const [only] = attentionOf({ ...fine, thisWeek: over, nextWeek: week("2027-03-15") });
    expect(only?.text).toContain("nobody can book you");
  });

  test("each lesson outside the hours is named with its week", () => {
    const outside = {
      date: "2027-03-16",
      start_time: "14:00",
      end_time: "15:00",
      booking_id: "b",
      student_display_name: "Sarah C.",
    };
    const [only, ...others] = attentionOf({ ...fine, nextWeek: { ...nextWeek, outside_hours: [outside] } });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ key: "b", href: "/calendar?week=2027-03-15" });
    expect(only?.text).toContain("Tue, Mar 16, 2:00 – 3:00 PM: the lesson with Sarah C.");
  });

  test("a lesson on a day off is named once, with the way to it", () => {
    const lesson = {
      start_time: "14:00",
      end_time: "15:00",
      booking_id: "b",
      student_display_name: "Sarah C.",
    };
    const off = { date: "2027-03-16", reason: "", booked: [lesson] };
    const outside = { ...nextWeek, outside_hours: [{ date: off.date, ...lesson }] };
    const [only, ...others] = attentionOf({ ...fine, nextWeek: outside, daysOff: [off] });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ key: "b", href: "/lessons/b", action: "See the lesson" });
    expect(only?.text).toBe(
      "Tue, Mar 16, 2:00 – 3:00 PM: the lesson with Sarah C. stands on a day off. It stays booked.",
    );
  });
});

describe("the agenda", () => {
  const lessons = [
    lesson("tomorrow", "2027-03-11T14:00:00Z"),
    lesson("later", "2027-03-10T18:00:00Z"),
    lesson("running", "2027-03-10T15:00:00Z"),
    lesson("over", "2027-03-10T13:00:00Z", { status: "completed" }),
    lesson("open", "2027-03-09T13:00:00Z"),
    lesson("settled", "2027-03-09T15:00:00Z", { status: "no_show" }),
  ];
  const agenda = agendaOf(lessons, TODAY, NOW);
  const ids = (list: readonly Booking[]) => list.map(({ id }) => id);

  test("asks from yesterday to a week from today", () => {
    expect(spanAround(TODAY)).toEqual({ from: "2027-03-09", to: "2027-03-17" });
  });

  test("keeps what yesterday left open, and shows today in order", () => {
    expect(ids(agenda.unsettled)).toEqual(["open"]);
    expect(ids(agenda.today)).toEqual(["over", "running", "later"]);
    expect(agenda.coming.map(({ date, lessons: list }) => [date, ids(list)])).toEqual([
      ["2027-03-11", ["tomorrow"]],
    ]);
  });

  test("marks the lesson that runs, or else the next", () => {
    const moments = lessons.map((item) => momentOf(item, agenda.next, NOW));
    expect(moments).toEqual([null, null, "Now", null, null, null]);
    const early = agendaOf(lessons, TODAY, new Date("2027-03-10T14:59:00Z"));
    expect(momentOf(lesson("running", "2027-03-10T15:00:00Z"), early.next, new Date(0))).toBe("Next");
  });

  test("sums itself up", () => {
    expect(summaryOf(agenda)).toBe("3 lessons today, 1 in the week after");
    expect(summaryOf(agendaOf([], TODAY, NOW))).toBe("No lessons today, none in the week after");
  });
});
