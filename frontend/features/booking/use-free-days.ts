"use client";

import { useState } from "react";
import { withKept } from "@/features/booking/hold-model";
import { useOwnHolds } from "@/features/booking/hold-queries";
import { freeDates, startsOn, type Wish } from "@/features/booking/model";
import { useFreeMonth } from "@/features/booking/queries";
import type { FirstMonth } from "@/features/booking/server-queries";
import { startOfMonth, todayIn } from "@/lib/time";
import type { InstructorProfile } from "@/lib/types";

type Options = { profile: InstructorProfile; initial: Wish; first: FirstMonth; signedIn: boolean };

/** The month that is looked at and what is free in it; the reader's own kept time counts as free for them. */
export function useFreeDays({ profile, initial, first, signedIn }: Options, wish: Wish) {
  const today = todayIn(profile.timezone);
  const [month, setMonth] = useState(first.month);
  const isFirst =
    month === first.month && wish.offering.id === initial.offering.id && wish.duration === initial.duration;
  const free = useFreeMonth(profile.id, wish, month, today, isFirst ? (first.free ?? undefined) : undefined);
  const holds = useOwnHolds(signedIn).data ?? [];
  const days = withKept(free.data?.days ?? [], holds, wish);
  return {
    today,
    month,
    showMonthOf: (date: string) => setMonth(startOfMonth(date)),
    free,
    holds,
    dates: freeDates(days),
    starts: startsOn(days, wish.date),
  };
}

export type FreeDays = ReturnType<typeof useFreeDays>;
