import "server-only";
import { cache } from "react";
import { orNull, publicApi, serverApi } from "@/lib/api-server";
import { ApiError } from "@/lib/problem";
import { addDays, todayIn } from "@/lib/time";
import type { FreeTime, InstructorProfile, ReviewPage } from "@/lib/types";

/** By id or slug; null when there is none. Asked once per page. */
export const getProfile = cache(async (slug: string): Promise<InstructorProfile | null> => {
  const api = await serverApi();
  return orNull(api.GET("/api/instructors/{id_or_slug}", { params: { path: { id_or_slug: slug } } }));
});

const DAYS_SHOWN = 7;
export const REVIEWS_SHOWN = 6;

/** The latest reviews; none while they cannot be had. */
export async function getReviews(slug: string, limit: number, offset = 0): Promise<ReviewPage> {
  const params = { path: { id_or_slug: slug }, query: { limit, offset } };
  const found = await orNull(publicApi().GET("/api/instructors/{id_or_slug}/reviews", { params }));
  return found ?? { items: [], total: 0, limit, offset };
}

/** The next seven days with starts for one offering and length; null while it cannot be said. */
export async function getComingDays(
  profile: InstructorProfile,
  offeringId: string,
  minutes: number,
): Promise<FreeTime | null> {
  const api = await serverApi();
  const today = todayIn(profile.timezone);
  const query = {
    start_date: today,
    end_date: addDays(today, DAYS_SHOWN - 1),
    offering_id: offeringId,
    duration_minutes: minutes,
  };
  const path = { instructor_id: profile.id };
  try {
    return await orNull(
      api.GET("/api/public/instructors/{instructor_id}/availability", { params: { path, query } }),
    );
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}
