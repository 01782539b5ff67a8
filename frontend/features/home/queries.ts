import "server-only";
import { lastWithEach } from "@/features/home/model";
import { serverApi, unwrap } from "@/lib/api-server";
import { ApiError } from "@/lib/problem";
import { dateIn } from "@/lib/time";
import type { Booking, InstructorCard } from "@/lib/types";

const SHOWN = 4;

export type Soon = { withinHours: boolean; instructors: InstructorCard[] };

/** Who can be booked for the next hours; when nobody can (at night), whoever is free first. Nobody searched for them. */
export async function getAvailableSoon(): Promise<Soon> {
  const now = await browse({ available_now: true });
  return now.length > 0
    ? { withinHours: true, instructors: now }
    : { withinHours: false, instructors: await browse({}) };
}

async function browse(filters: { available_now?: boolean }): Promise<InstructorCard[]> {
  const api = await serverApi();
  const query = { ...filters, sort: "soonest" as const, limit: SHOWN };
  return (await unwrap(api.GET("/api/instructors", { params: { query } }))).items;
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
