import type { Wish } from "@/features/booking/model";
import type { BookingRequest } from "@/features/booking/queries";
import { ApiError } from "@/lib/problem";
import type { InstructorProfile, LessonDate, Place, QuoteRequest } from "@/lib/types";

/** A wish with its time. */
export type TimedWish = Wish & { date: string; start: string };

export const isTimed = (wish: Wish): wish is TimedWish => wish.date !== null && wish.start !== null;

export function quoteRequest(
  profile: InstructorProfile,
  wish: TimedWish,
  neighborhood: string | null,
): QuoteRequest {
  return {
    instructor_id: profile.id,
    offering_id: wish.offering.id,
    date: wish.date,
    start_time: wish.start,
    duration_minutes: wish.duration,
    place: wish.place as Place,
    ...(wish.place === "at_student" && neighborhood ? { neighborhood } : {}),
  };
}

/** What the student writes; it outlives a time that went, a hold that ended and a way back. */
export type Draft = { note: string; address: string; neighborhood: string | null };

export function bookingRequest(
  profile: InstructorProfile,
  wish: TimedWish,
  details: Draft,
  holdId: string | null,
): BookingRequest {
  const [note, address] = [details.note.trim(), details.address.trim()];
  return {
    ...quoteRequest(profile, wish, details.neighborhood),
    ...(wish.place === "at_student" && address ? { address } : {}),
    ...(note ? { note } : {}),
    ...(holdId ? { hold_id: holdId } : {}),
  };
}

const TIME_CODES = ["time_taken", "not_available", "too_soon", "too_far"];

/** Whether another time would help. */
export const isAboutTime = (error: unknown): error is ApiError =>
  error instanceof ApiError && TIME_CODES.includes(error.code);

export const alternativesOf = (error: unknown): { date: string; start_time: string }[] =>
  error instanceof ApiError ? (error.problem.alternatives ?? []) : [];

/** Of several lessons that were asked for together, what stands in the way of each. */
export const datesOf = (error: unknown): LessonDate[] =>
  error instanceof ApiError ? (error.problem.dates ?? []) : [];

/** Whether signing in again would help. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
