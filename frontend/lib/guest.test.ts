import { expect, it } from "vitest";
import { findGuestCookie, guestChoice, guestCookie, guestId } from "@/lib/guest";

const ID = "0f".repeat(16);

it("knows who agreed, who refused and who was not asked", () => {
  expect([ID, "no", undefined, "anything"].map(guestChoice)).toEqual(["agreed", "refused", "open", "open"]);
  expect([guestId(ID), guestId("no"), guestId(`${ID}; x`)]).toEqual([ID, null, null]);
});

it("finds its cookie among others", () => {
  const [line = ""] = guestCookie(ID).split("; ");
  expect(findGuestCookie(`theme=dark; my_guest_session=1; ${line}`)).toBe(ID);
  expect(findGuestCookie("theme=dark")).toBeUndefined();
  expect(guestCookie(null)).toMatch(/^guest_session=no; /);
});
