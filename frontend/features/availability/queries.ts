import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, hasCode, type Problem, unwrap } from "@/lib/api";
import type { AvailabilityWeek, WeekValidation } from "@/lib/types";
import { daysOf, type WeekHours } from "./model";

export type BookedTime = NonNullable<AvailabilityWeek["booked"][string]>[number];
export type BookedByDate = AvailabilityWeek["booked"];

/** The hours of a week without what is booked in it. */
export type StoredWeek = Pick<AvailabilityWeek, "week_start" | "version" | "days">;

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

/** What an answer `week_changed` says is stored now; null for any other error. */
export function storedMeanwhile(error: unknown): StoredWeek | null {
  if (!hasCode(error, "week_changed")) return null;
  const { current } = error.problem as Problem & { current?: StoredWeek };
  return current ?? null;
}

export const useLoadWeek = () => useMutation({ mutationFn: fetchWeek });

type WeekEdit = { weekStart: string; version: number; hours: WeekHours };

const bodyOf = ({ weekStart, version, hours }: WeekEdit) => ({
  week_start: weekStart,
  version,
  days: daysOf(hours),
});

/** What saving would change and which lessons would lie outside; changes nothing. */
export const useValidateWeek = () =>
  useMutation({
    mutationFn: (edit: WeekEdit): Promise<WeekValidation> =>
      unwrap(api.POST("/api/availability/week/validate", { body: bodyOf(edit) })),
  });

export function useSaveWeek() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (edit: WeekEdit): Promise<AvailabilityWeek> =>
      unwrap(api.PUT("/api/availability/week", { body: bodyOf(edit) })),
    onSuccess: (week) => client.setQueryData(key(week.week_start), week),
  });
}

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
