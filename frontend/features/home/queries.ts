import "server-only";
import { lastWithEach, startingSoon } from "@/features/home/model";
import { serverApi, unwrap } from "@/lib/api-server";
import { ApiError } from "@/lib/problem";
import { dateIn, timeIn, toMinutes } from "@/lib/time";
import type { Booking, SearchResult } from "@/lib/types";

const SHOWN = 4;

export type SoonAnswer = { withinHours: boolean; results: SearchResult[] };

/** Who can be booked for the next hours; when nobody can (at night), whoever is free first. */
export async function getAvailableSoon(): Promise<SoonAnswer> {
  const api = await serverApi();
  const answer = await unwrap(api.GET("/api/search", { params: { query: { sort: "soonest", limit: 12 } } }));
  const now = new Date();
  const soon = startingSoon(
    answer.results,
    { date: dateIn(now), minutes: toMinutes(timeIn(now)) },
    toMinutes,
  );
  const withinHours = soon.length > 0;
  return { withinHours, results: (withinHours ? soon : answer.results).slice(0, SHOWN) };
}

/** The signed-in student's next lesson, or null; never a reason for the page to fail. */
export async function getNextLesson(): Promise<Booking | null> {
  const api = await serverApi();
  const query = {
    as: "student" as const,
    status: ["confirmed" as const],
    from: dateIn(new Date()),
    limit: 1,
  };
  try {
    const { items } = await unwrap(api.GET("/api/bookings", { params: { query } }));
    return items[0] ?? null;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

const LESSONS_LOOKED_AT = 20;

/** The latest lesson with each of the last instructors; never a reason for the page to fail. */
export async function getTaughtBy(): Promise<Booking[]> {
  const api = await serverApi();
  const query = {
    as: "student" as const,
    status: ["completed" as const],
    newest_first: true,
    limit: LESSONS_LOOKED_AT,
  };
  try {
    const { items } = await unwrap(api.GET("/api/bookings", { params: { query } }));
    return lastWithEach(items);
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}
