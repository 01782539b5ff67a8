import "server-only";
import { serverApi, unwrap } from "@/lib/api-server";
import { type FreeHours, freeHours } from "@/lib/free-hours";
import { ApiError } from "@/lib/problem";

const DAYS = 7;

export type FreeWeeks = ReadonlyMap<string, FreeHours[]>;

/** The next seven days of several instructors by id, for lessons of one length; empty while it cannot be said. */
export async function getFreeWeeks(ids: string[], from: string, minutes: number): Promise<FreeWeeks> {
  if (ids.length === 0) return new Map();
  const api = await serverApi();
  const query = { instructor_ids: ids.join(","), date: from, days: DAYS, duration_minutes: minutes };
  try {
    const { instructors } = await unwrap(api.GET("/api/public/availability", { params: { query } }));
    return new Map(instructors.map(({ instructor_id: id, days }) => [id, freeHours(days)]));
  } catch (error) {
    if (error instanceof ApiError) return new Map();
    throw error;
  }
}
