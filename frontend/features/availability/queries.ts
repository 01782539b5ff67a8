import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, hasCode, type Problem, unwrap } from "@/lib/api";
import type {
  AppliedWeek,
  AvailabilityWeek,
  GiftPreview,
  HandBackPreview,
  UsualWeek,
  UsualWeekValidation,
  WeekValidation,
} from "@/lib/types";
import { daysOf, hoursOf, type WeekHours } from "./model";
import { keptUsual, usualOf } from "./usual";

export type BookedTime = NonNullable<AvailabilityWeek["booked"][string]>[number];
export type BookedByDate = AvailabilityWeek["booked"];

/** The hours of a week without what is booked in it. */
export type StoredWeek = Pick<AvailabilityWeek, "week_start" | "version" | "days" | "edited_days">;

const key = (weekStart: string) => ["availability-week", weekStart] as const;

const fetchWeek = (weekStart: string): Promise<AvailabilityWeek> =>
  unwrap(api.GET("/api/availability/week", { params: { query: { week_start: weekStart } } }));

/** A week as it is stored. Never refetched behind a person's back while they edit. */
export const useWeek = (weekStart: string) =>
  useQuery({
    queryKey: key(weekStart),
    queryFn: () => fetchWeek(weekStart),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** What an answer says is stored now, when its code is this one; null for any other error. */
function storedNow<T>(error: unknown, code: string): T | null {
  if (!hasCode(error, code)) return null;
  return (error.problem as Problem & { current?: T }).current ?? null;
}

export const useLoadWeek = () => useMutation({ mutationFn: fetchWeek });

/** Seven days of hours as they are kept, and how often they were saved. */
export type Kept = { weekStart: string; version: number; hours: WeekHours };

export const keptWeek = (week: StoredWeek): Kept => ({
  weekStart: week.week_start,
  version: week.version,
  hours: hoursOf(week.week_start, week.days),
});

const bodyOf = ({ weekStart, version, hours }: Kept) => ({
  week_start: weekStart,
  version,
  days: daysOf(hours),
});

/** The week of dates: looked over without a change, saved, and what is stored when somebody else saved first. */
export function useWeekStore() {
  const client = useQueryClient();
  return {
    validate: (edit: Kept): Promise<WeekValidation> =>
      unwrap(api.POST("/api/availability/week/validate", { body: bodyOf(edit) })),
    save: async (edit: Kept): Promise<Kept> => {
      const week = await unwrap(api.PUT("/api/availability/week", { body: bodyOf(edit) }));
      client.setQueryData(key(week.week_start), week);
      return keptWeek(week);
    },
    keptMeanwhile: (error: unknown): Kept | null => {
      const stored = storedNow<StoredWeek>(error, "week_changed");
      if (!stored) return null;
      client.setQueryData<AvailabilityWeek>(key(stored.week_start), (week) => week && { ...week, ...stored });
      return keptWeek(stored);
    },
    handBack: async (date: string): Promise<Kept> => {
      const params = { path: { date } };
      const week = await unwrap(api.DELETE("/api/availability/edited-days/{date}", { params }));
      client.setQueryData(key(week.week_start), week);
      return keptWeek(week);
    },
  };
}

const usualBody = ({ version, hours }: Kept) => ({ ...usualOf(hours), version });

/** The same for the usual week. */
export const usualStore = {
  validate: (edit: Kept): Promise<UsualWeekValidation> =>
    unwrap(api.POST("/api/availability/pattern/validate", { body: usualBody(edit) })),
  save: async (edit: Kept): Promise<Kept> =>
    keptUsual(await unwrap(api.PUT("/api/availability/pattern", { body: usualBody(edit) }))),
  keptMeanwhile: (error: unknown): Kept | null => {
    const stored = storedNow<UsualWeek>(error, "pattern_changed");
    return stored && keptUsual(stored);
  },
};

/** What giving a day back to the usual week would change; changes nothing. */
export const previewHandBack = (date: string): Promise<HandBackPreview> =>
  unwrap(api.POST("/api/availability/edited-days/{date}/validate", { params: { path: { date } } }));

export type WeekGift = { from_week: string; start_date: string; end_date: string; mode: CopyMode };
export type CopyMode = "replace" | "merge";

/** What giving a week would change; changes nothing. */
export const previewGift = (body: WeekGift): Promise<GiftPreview> =>
  unwrap(api.POST("/api/availability/apply-to-range/validate", { body }));

/** Copies a stored week onto all days of a range. */
export const giveWeek = (body: WeekGift): Promise<AppliedWeek> =>
  unwrap(api.POST("/api/availability/apply-to-range", { body }));

/** Takes these days off, one after another; those that are off already stay as they are. */
export async function takeOff(dates: readonly string[], reason: string): Promise<void> {
  for (const date of dates) {
    try {
      await unwrap(api.POST("/api/availability/blackouts", { body: { date, reason } }));
    } catch (error) {
      if (!hasCode(error, "blackout_exists")) throw error;
    }
  }
}

export async function openAgain(dates: readonly string[]): Promise<void> {
  for (const date of dates) {
    const params = { path: { date } };
    try {
      await unwrap(api.DELETE("/api/availability/blackouts/{date}", { params }));
    } catch (error) {
      if (!hasCode(error, "blackout_not_found")) throw error;
    }
  }
}
