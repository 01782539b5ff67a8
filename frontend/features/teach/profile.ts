import "server-only";
import { serverApi, unwrap } from "@/lib/api-server";
import { addDays, startOfWeek, todayIn } from "@/lib/time";
import type { OwnProfile } from "@/lib/types";
import { hasHoursFrom, type Step, stepsOf } from "./model";

type Teaching = { profile: OwnProfile; steps: Step[] };

/** The own profile and how far it is from bookable. Hours count when this week or next has some. */
export async function getTeaching(): Promise<Teaching> {
  const api = await serverApi();
  const profile: OwnProfile = await unwrap(api.GET("/api/instructors/me"));
  const today = todayIn(profile.timezone);
  const monday = startOfWeek(today);
  const weeks = await Promise.all(
    [monday, addDays(monday, 7)].map((week_start) =>
      unwrap(api.GET("/api/availability/week", { params: { query: { week_start } } })),
    ),
  );
  const hasHours = weeks.some(({ days }) => hasHoursFrom(today, days));
  return { profile, steps: stepsOf(profile, hasHours) };
}
