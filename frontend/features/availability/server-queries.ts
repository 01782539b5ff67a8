import "server-only";
import { serverApi, unwrap } from "@/lib/api-server";
import type { DayOff, Explanation, OwnProfile, UsualWeek } from "@/lib/types";
import type { Question } from "./explain";

const MOST_DAYS_OFF = 100;

export async function getOwnProfile(): Promise<OwnProfile> {
  const api = await serverApi();
  return unwrap(api.GET("/api/instructors/me"));
}

export async function getUsualWeek(): Promise<UsualWeek> {
  const api = await serverApi();
  return unwrap(api.GET("/api/availability/pattern"));
}

/** Every rule that keeps this time from being offered. */
export async function getExplanation({ date, startTime, duration }: Question): Promise<Explanation> {
  const api = await serverApi();
  const query = { date, start_time: startTime, duration_minutes: duration };
  return unwrap(api.GET("/api/availability/explain", { params: { query } }));
}

export type DaysOff = { items: DayOff[]; total: number };

/** The days off from today on, with the lessons that stand on them. */
export async function getDaysOff(): Promise<DaysOff> {
  const api = await serverApi();
  const query = { limit: MOST_DAYS_OFF };
  return unwrap(api.GET("/api/availability/blackouts", { params: { query } }));
}
