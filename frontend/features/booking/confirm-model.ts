import type { Wish } from "@/features/booking/model";
import type { BookingRequest } from "@/features/booking/queries";
import { ApiError } from "@/lib/problem";
import type { InstructorProfile, Place, QuoteRequest } from "@/lib/types";

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

export type Details = { note: string; address: string; neighborhood: string | null };

export function bookingRequest(
  profile: InstructorProfile,
  wish: TimedWish,
  details: Details,
): BookingRequest {
  const [note, address] = [details.note.trim(), details.address.trim()];
  return {
    ...quoteRequest(profile, wish, details.neighborhood),
    ...(wish.place === "at_student" && address ? { address } : {}),
    ...(note ? { note } : {}),
  };
}

const TIME_CODES = ["time_taken", "not_available", "too_soon", "too_far"];

/** Whether another time would help. */
export const isAboutTime = (error: unknown): error is ApiError =>
  error instanceof ApiError && TIME_CODES.includes(error.code);

export const alternativesOf = (error: unknown): { date: string; start_time: string }[] =>
  error instanceof ApiError ? (error.problem.alternatives ?? []) : [];

/** What a quote says against booking, in words; null when nothing. */
export function obstacleWords(reason: string | null): string | null {
  if (reason === null) return null;
  const words: Record<string, string> = {
    time_taken: "Somebody else just took this time.",
    not_available: "The instructor does not teach at this time.",
    too_soon: "This is too soon for the instructor.",
    too_far: "This is too far ahead.",
  };
  return words[reason] ?? "This time cannot be booked any more.";
}
