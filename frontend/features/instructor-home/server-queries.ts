import "server-only";
import { serverApi, unwrap } from "@/lib/api-server";
import { addDays, startOfWeek, todayIn } from "@/lib/time";
import { type Agenda, type Attention, agendaOf, attentionOf, spanAround } from "./model";

const MOST_LESSONS = 100;

export type Day = { today: string; now: Date; agenda: Agenda; attention: Attention[] };

/** Everything that the instructor's day shows, in the instructor's own timezone. */
export async function getDay(): Promise<Day> {
  const api = await serverApi();
  const profile = await unwrap(api.GET("/api/instructors/me"));
  const now = new Date();
  const today = todayIn(profile.timezone, now);
  const week = (week_start: string) =>
    unwrap(api.GET("/api/availability/week", { params: { query: { week_start } } }));
  const query = {
    as: "instructor",
    status: ["confirmed", "completed", "no_show"],
    limit: MOST_LESSONS,
    ...spanAround(today),
  } as const;
  const monday = startOfWeek(today);
  const [lessons, thisWeek, nextWeek] = await Promise.all([
    unwrap(api.GET("/api/bookings", { params: { query: { ...query, status: [...query.status] } } })),
    week(monday),
    week(addDays(monday, 7)),
  ]);
  return {
    today,
    now,
    agenda: agendaOf(lessons.items, today, now),
    attention: attentionOf({ listing: profile.listing, thisWeek, nextWeek, today }),
  };
}
