import { expect, it } from "vitest";
import { historyLines } from "@/lib/booking-history";
import type { BookingDetail } from "@/lib/types";

it("tells the history from the reader's side", () => {
  const event = {
    kind: "cancelled",
    at: "2026-11-23T15:00:00Z",
    by: "student",
    booking_date: null,
    start_time: null,
    end_time: null,
    starts_at: null,
    ends_at: null,
    reason: "Ill",
  } as const;
  const detail = {
    history: [event],
    timezone: "America/New_York",
    viewer: "student",
  } as unknown as BookingDetail;
  expect(historyLines(detail)).toEqual([
    {
      key: "2026-11-23T15:00:00Z cancelled",
      what: "Cancelled by you",
      when: "Mon, Nov 23, 10:00 AM",
      detail: "Ill",
    },
  ]);
  expect(historyLines({ ...detail, viewer: "instructor" })[0]?.what).toBe("Cancelled by the student");
  expect(historyLines({ ...detail, viewer: null })[0]?.what).toBe("Cancelled by the student");
});
