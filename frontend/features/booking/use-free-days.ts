"use client";

import { useState } from "react";
import { withKept } from "@/features/booking/hold-model";
import { useOwnHolds } from "@/features/booking/hold-queries";
import { freeDates, goneWords, monthSpan, startsOn, type Wish } from "@/features/booking/model";
import { useFreeMonth } from "@/features/booking/queries";
import type { FirstMonth } from "@/features/booking/server-queries";
import { hasCode } from "@/lib/problem";
import { startOfMonth, todayIn } from "@/lib/time";
import type { FreeTime, InstructorProfile } from "@/lib/types";
import { useLiveTime } from "@/lib/use-live-time";

type Options = { profile: InstructorProfile; initial: Wish; first: FirstMonth; signedIn: boolean };

/** The month that is looked at and what is free in it; the reader's own kept time counts as free for them. */
export function useFreeDays({ profile, initial, first, signedIn }: Options, wish: Wish) {
  const today = todayIn(profile.timezone);
  const [month, setMonth] = useState(first.month);
  const isFirst =
    month === first.month && wish.offering.id === initial.offering.id && wish.duration === initial.duration;
  const free = useFreeMonth(profile.id, wish, month, today, isFirst ? (first.free ?? undefined) : undefined);
  const holds = useOwnHolds(signedIn).data ?? [];
  const startsOf = (found: FreeTime | undefined) =>
    startsOn(withKept(found?.days ?? [], holds, wish), wish.date);
  // Who is told that there is nothing to book any more, an offering that is gone for instance, sees no old times.
  const shown = isGone(free.error) ? undefined : free.data;
  const starts = startsOf(shown);
  const [news, setNews] = useState({ date: wish.date, words: "" });
  const { start_date: from, end_date: to } = monthSpan(month, today);
  const connection = useLiveTime({ instructorId: profile.id, from, to }, async () => {
    const { data, error } = await free.refetch();
    setNews({ date: wish.date, words: isGone(error) ? "" : goneWords(starts, startsOf(data)) });
  });
  return {
    today,
    month,
    showMonthOf: (date: string) => setMonth(startOfMonth(date)),
    free,
    holds,
    dates: freeDates(withKept(shown?.days ?? [], holds, wish)),
    starts,
    connection,
    /** What somebody else just took of the chosen day; "" for nothing. */
    news: news.date === wish.date ? news.words : "",
  };
}

const isGone = (error: unknown): boolean =>
  hasCode(error, "instructor_not_found", "offering_not_found", "duration_not_offered");

export type FreeDays = ReturnType<typeof useFreeDays>;
