import { expect, it } from "vitest";
import { letterName } from "@/features/admin/letters";

it("names a message by its template, or by what it is about", () => {
  expect(letterName({ template: "booking_confirmed", topic: "mail" })).toBe("Mail: Booking Confirmed");
  expect(letterName({ template: null, topic: "search.event" })).toBe("Search Event");
});
