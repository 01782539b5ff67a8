import "server-only";
import { isOver, type Show } from "@/features/lessons/model";
import { orNull, serverApi, unwrap } from "@/lib/api-server";
import { todayIn } from "@/lib/time";
import type { Booking, BookingDetail, LessonReview, Series } from "@/lib/types";

export const LESSONS_PER_PAGE = 20;

export type Lessons = { items: Booking[]; total: number };

const LISTED = ["confirmed", "completed", "cancelled", "no_show"] as const;

/**
 * The reader's own lessons as a student: what is to come, soonest first, or what has been, latest first.
 * The API goes by days; today's lessons are told apart by whether they are over.
 */
export async function getLessons(show: Show, offset: number): Promise<Lessons> {
  const api = await serverApi();
  const today = todayIn();
  const span = show === "upcoming" ? { from: today } : { to: today, newest_first: true };
  const query = { as: "student" as const, status: [...LISTED], limit: LESSONS_PER_PAGE, offset, ...span };
  const { items, total } = await unwrap(api.GET("/api/bookings", { params: { query } }));
  return { items: items.filter((lesson) => isOver(lesson, new Date()) === (show === "past")), total };
}

export async function getLesson(id: string): Promise<BookingDetail | null> {
  const api = await serverApi();
  return orNull(api.GET("/api/bookings/{booking_id}", { params: { path: { booking_id: id } } }));
}

const NO_REVIEW: LessonReview = { review: null, open_until: null };

/** A lesson's review, or until when it can be written. */
export async function getLessonReview(id: string): Promise<LessonReview> {
  const api = await serverApi();
  const params = { path: { booking_id: id } };
  return (await orNull(api.GET("/api/bookings/{booking_id}/review", { params }))) ?? NO_REVIEW;
}

/** The series that a lesson was booked in, with its lessons as they are now; null for a lesson of its own. */
export async function getSeries({ series_id: id }: Pick<Booking, "series_id">): Promise<Series | null> {
  if (id === null) return null;
  const api = await serverApi();
  return orNull(api.GET("/api/bookings/series/{series_id}", { params: { path: { series_id: id } } }));
}
