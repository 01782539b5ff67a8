import { type Browser, expect, type Page } from "@playwright/test";
import { type NewPerson, registered } from "./people";

export type NewInstructor = { person: NewPerson; page: Page; id: string; slug: string; offering: string };

/** The Monday after next week's, in New York: far enough that cancelling is free. */
export function mondayAhead(): string {
  const today = new Date(
    new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date()),
  );
  const days = ((8 - today.getUTCDay()) % 7) + 7;
  return new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Somebody who teaches piano online, an hour for $60, on one day between two times; in a browser of their own. */
export async function newInstructor(
  browser: Browser,
  baseURL: string,
  day: string,
  [start, end]: [string, string],
): Promise<NewInstructor> {
  const page = await (await browser.newContext({ baseURL })).newPage();
  const person = await registered(page, "instructor");
  const offering = { subject: "piano", rate_cents: 6_000, durations: [60], places: ["online"] };
  expect((await page.request.post("/api/instructors/me/offerings", { data: offering })).status()).toBe(201);
  const days = { [day]: [{ start_time: start, end_time: end }] };
  const hours = { week_start: day, version: 0, days };
  expect((await page.request.put("/api/availability/week", { data: hours })).status()).toBe(200);
  const me = await (await page.request.get("/api/instructors/me")).json();
  return { person, page, id: me.id, slug: me.slug, offering: me.offerings[0].id };
}

/** A lesson booked through the API by who is signed in on the page; its id. */
export async function bookLesson(
  page: Page,
  who: NewInstructor,
  date: string,
  start: string,
): Promise<string> {
  const data = {
    instructor_id: who.id,
    offering_id: who.offering,
    date,
    start_time: start,
    duration_minutes: 60,
    place: "online",
  };
  const answer = await page.request.post("/api/bookings", { data });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).id;
}
