/** Lessons that repeat. Pure. */
import type { Draft, TimedWish } from "@/features/booking/confirm-model";
import { formatCents } from "@/lib/money";
import { formatTime } from "@/lib/time";
import type { InstructorProfile, LessonDate, LessonsQuote, Place, SeriesRequest } from "@/lib/types";
import { plural } from "@/lib/words";

export const MIN_LESSONS = 2;
export const MAX_LESSONS = 26;

export type Rhythm = { interval: 1 | 2; count: number };

export function seriesRequest(
  profile: InstructorProfile,
  wish: TimedWish,
  rhythm: Rhythm,
  neighborhood: string | null,
): SeriesRequest {
  return {
    instructor_id: profile.id,
    offering_id: wish.offering.id,
    first_date: wish.date,
    start_time: wish.start,
    duration_minutes: wish.duration,
    place: wish.place as Place,
    interval_weeks: rhythm.interval,
    count: rhythm.count,
    ...(wish.place === "at_student" && neighborhood ? { neighborhood } : {}),
  };
}

/** What is sent besides; nothing is booked unless all are, when all can be. */
export function seriesDetails(wish: TimedWish, draft: Draft, quote: LessonsQuote) {
  const [note, address] = [draft.note.trim(), draft.address.trim()];
  return {
    mode:
      quote.available_count === quote.dates.length ? ("all_or_nothing" as const) : ("best_effort" as const),
    ...(wish.place === "at_student" && address ? { address } : {}),
    ...(note ? { note } : {}),
  };
}

const REASONS: Record<string, string> = {
  missing_hour: "The clock skips this hour",
  too_soon: "Too soon",
  too_far: "Too far ahead to book yet",
  outside_hours: "Not taught at this time",
  blackout: "Not taught on this day",
  student_busy: "You have another lesson",
  taken: "Taken",
};

/** "Free", "Booked", or what stands in the way, with the nearest time of that day's neighbourhood. */
export function dateWords({ outcome, reason, alternatives: [nearest] }: LessonDate): string {
  if (outcome === "available") return "Free";
  if (outcome === "booked") return "Booked";
  const why = REASONS[reason ?? ""] ?? "Cannot be booked";
  return nearest ? `${why}; free at ${formatTime(nearest.start_time)}` : why;
}

export const isGood = ({ outcome }: LessonDate): boolean => outcome === "available" || outcome === "booked";

/** What the button does, with its price; null when nothing can be booked. */
export function buttonWords({
  available_count: free,
  dates,
  total_price_cents: total,
}: LessonsQuote): string | null {
  if (free === 0) return null;
  const price = formatCents(total);
  return free === dates.length
    ? `Book ${plural(free, "lesson")} for ${price}`
    : `Book the ${free} that ${free === 1 ? "is" : "are"} free for ${price}`;
}
