import "server-only";
import { cache } from "react";
import { monthSpan, type Wish } from "@/features/booking/model";
import { orNull, serverApi, unwrap } from "@/lib/api-server";
import { ApiError } from "@/lib/problem";
import { startOfMonth, todayIn } from "@/lib/time";
import type { Booking, BookingDetail, FreeTime, InstructorProfile, Quote, QuoteRequest } from "@/lib/types";

export const getInstructor = cache(async (slug: string): Promise<InstructorProfile | null> => {
  const api = await serverApi();
  return orNull(api.GET("/api/instructors/{id_or_slug}", { params: { path: { id_or_slug: slug } } }));
});

/** What the lesson costs and on which terms; null when it cannot be said (a guest, a time that makes no sense). */
export async function getQuote(body: QuoteRequest): Promise<Quote | null> {
  const api = await serverApi();
  try {
    return await unwrap(api.POST("/api/bookings/quote", { body }));
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

export const getBooking = cache(async (id: string): Promise<BookingDetail | null> => {
  const api = await serverApi();
  return orNull(api.GET("/api/bookings/{booking_id}", { params: { path: { booking_id: id } } }));
});

const MOST_OTHERS = 50;

/** The reader's other lessons with the same instructor that can still be moved; none while that cannot be said. */
export async function getSwappable(lesson: Booking): Promise<Booking[]> {
  const api = await serverApi();
  const query = {
    as: "student" as const,
    status: ["confirmed" as const],
    from: todayIn(lesson.timezone),
    limit: MOST_OTHERS,
  };
  try {
    const { items } = await unwrap(api.GET("/api/bookings", { params: { query } }));
    return items.filter(
      ({ id, instructor, actions }) =>
        id !== lesson.id && instructor.id === lesson.instructor.id && actions.includes("reschedule"),
    );
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}

export type FirstMonth = { month: string; free: FreeTime | null };

/** The month that the picker opens on, so that it opens filled. */
export async function getFirstMonth(profile: InstructorProfile, wish: Wish): Promise<FirstMonth> {
  const today = todayIn(profile.timezone);
  const month = startOfMonth(wish.date && wish.date > today ? wish.date : today);
  const api = await serverApi();
  const query = {
    ...monthSpan(month, today),
    offering_id: wish.offering.id,
    duration_minutes: wish.duration,
  };
  const path = { instructor_id: profile.id };
  try {
    const free = await orNull(
      api.GET("/api/public/instructors/{instructor_id}/availability", { params: { path, query } }),
    );
    return { month, free };
  } catch (error) {
    // The picker asks again itself and can say what is wrong.
    if (error instanceof ApiError) return { month, free: null };
    throw error;
  }
}
