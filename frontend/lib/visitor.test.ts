import { expect, it } from "vitest";
import { visitorHeaders } from "@/lib/visitor";

it("passes on what the API would hear from the browser itself, and nothing else", () => {
  const incoming = new Headers({
    host: "instainstru.com",
    cookie: "instainstru_access=a",
    "user-agent": "Mozilla/5.0 (iPhone)",
    "x-forwarded-for": "203.0.113.7",
    referer: "https://news.example/piano",
    "x-guest-session-id": "made up",
  });
  expect(visitorHeaders(incoming)).toEqual({
    "user-agent": "Mozilla/5.0 (iPhone)",
    "x-forwarded-for": "203.0.113.7",
    referer: "https://news.example/piano",
  });
});

it("leaves the addresses in the order in which proxies wrote them: the last one is the one to believe", () => {
  const incoming = new Headers({ "x-forwarded-for": "10.0.0.1, 203.0.113.7" });
  expect(visitorHeaders(incoming)).toEqual({ "x-forwarded-for": "10.0.0.1, 203.0.113.7" });
});

it("does not call a page of ours a place that somebody came from", () => {
  for (const referer of ["https://instainstru.com/search", "no address"]) {
    const incoming = new Headers({ host: "instainstru.com", referer });
    expect("referer" in visitorHeaders(incoming)).toBe(referer === "no address");
  }
});

it("names the browser of a guest who agreed", () => {
  expect(visitorHeaders(new Headers(), "0f".repeat(16))).toEqual({ "x-guest-session-id": "0f".repeat(16) });
});
