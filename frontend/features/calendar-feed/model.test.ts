import { expect, test } from "vitest";
import { subscribeAddress } from "./model";

test.each([
  ["https://example.test/api/calendar/x.ics", "webcal://example.test/api/calendar/x.ics"],
  ["http://localhost:3000/api/calendar/x.ics", "webcal://localhost:3000/api/calendar/x.ics"],
])("%s is subscribed to as %s", (address, opened) => {
  expect(subscribeAddress(address)).toBe(opened);
});
