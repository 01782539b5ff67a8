import "server-only";
import { serverApi, unwrap } from "@/lib/api-server";
import { addDays, startOfWeek, todayIn } from "@/lib/time";
import type { Booking, Found } from "@/lib/types";
import { type Earnings, earningSpan, earningsOf } from "./earnings";
import { type Agenda, type Attention, agendaOf, attentionOf, spanAround } from "./model";

const MOST_AT_ONCE = 100;

export type Day = {
  today: string;
  now: Date;
  agenda: Agenda;
  attention: Attention[];
  earnings: Earnings;
};

type Api = Awaited<ReturnType<typeof serverApi>>;
type Wanted = { status: Booking["status"][]; from: string; to: string };

/** One's lessons as the instructor, however many pages that takes. */
async function allLessons(api: Api, wanted: Wanted): Promise<Booking[]> {
  const page = (offset: number) => {
    const query = { as: "instructor" as const, limit: MOST_AT_ONCE, offset, ...wanted };
    return unwrap(api.GET("/api/bookings", { params: { query } }));
  };
  const first = await page(0);
  const more = Math.max(0, Math.ceil(first.total / MOST_AT_ONCE) - 1);
  const rest = await Promise.all(Array.from({ length: more }, (_, n) => page((n + 1) * MOST_AT_ONCE)));
  return [first, ...rest].flatMap(({ items }) => items);
}

/** Everything that the instructor's day shows, in the instructor's own timezone. */
export async function getDay(): Promise<Day> {
  const api = await serverApi();
  const profile = await unwrap(api.GET("/api/instructors/me"));
  const now = new Date();
  const today = todayIn(profile.timezone, now);
  const week = (week_start: string) =>
    unwrap(api.GET("/api/availability/week", { params: { query: { week_start } } }));
  const monday = startOfWeek(today);
  const [lessons, completed, daysOff, thisWeek, nextWeek] = await Promise.all([
    allLessons(api, { status: ["confirmed", "completed", "no_show"], ...spanAround(today) }),
    allLessons(api, { status: ["completed"], ...earningSpan(today) }),
    unwrap(api.GET("/api/availability/blackouts", { params: { query: { limit: MOST_AT_ONCE } } })),
    week(monday),
    week(addDays(monday, 7)),
  ]);
  const agenda = agendaOf(lessons, today, now);
  const booked = agenda.coming.flatMap((day) => day.lessons);
  return {
    today,
    now,
    agenda,
    attention: attentionOf({
      listing: profile.listing,
      thisWeek,
      nextWeek,
      daysOff: daysOff.items,
      today,
    }),
    earnings: earningsOf(completed, booked, today),
  };
}

export async function getFound(): Promise<Found> {
  const api = await serverApi();
  return unwrap(api.GET("/api/instructors/me/found"));
}
