"use client";

import { type FormEvent, useState } from "react";
import { Calendar } from "@/components/ui/calendar";
import { ErrorState } from "@/components/ui/states";
import { DayStarts } from "@/features/booking/components/day-starts";
import { NothingThisMonth } from "@/features/booking/components/nothing-this-month";
import { PickSummary } from "@/features/booking/components/pick-summary";
import { WishControls } from "@/features/booking/components/wish-controls";
import { freeDates, settledStart, startsOn, type Wish } from "@/features/booking/model";
import { useFreeMonth } from "@/features/booking/queries";
import { useWish } from "@/features/booking/use-wish";
import { messageOf } from "@/lib/problem";
import { addDays, formatMonth, startOfMonth, todayIn } from "@/lib/time";
import type { FreeTime, InstructorProfile } from "@/lib/types";
import { plural } from "@/lib/words";

const LONGEST_HORIZON_DAYS = 365;

type PickerProps = {
  profile: InstructorProfile;
  initial: Wish;
  firstMonth: string;
  firstFree: FreeTime | null;
};

/** What, when, where: three choices and one button. */
export function Picker({ profile, initial, firstMonth, firstFree }: PickerProps) {
  const today = todayIn(profile.timezone);
  const { wish, change, goOn } = useWish(profile, initial);
  const [month, setMonth] = useState(firstMonth);
  const isFirst =
    month === firstMonth && wish.offering.id === initial.offering.id && wish.duration === initial.duration;
  const free = useFreeMonth(profile.id, wish, month, today, isFirst ? (firstFree ?? undefined) : undefined);
  const days = free.data?.days ?? [];
  const dates = freeDates(days);
  const starts = startsOn(days, wish.date);
  const start = settledStart(starts, wish.start);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (start) goOn(start);
  };
  const pickDate = (date: string) => {
    setMonth(startOfMonth(date));
    change({ date });
  };
  return (
    <form onSubmit={submit} className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-8">
        <WishControls profile={profile} wish={wish} onChange={change} />
        {free.isError && <ErrorState message={messageOf(free.error)} onRetry={() => free.refetch()} />}
        <div className="grid gap-8 md:grid-cols-2">
          <section aria-label="Day">
            <Calendar
              label={`Free days of ${profile.display_name}`}
              value={wish.date}
              onChange={pickDate}
              month={month}
              onMonthChange={setMonth}
              min={today}
              max={addDays(today, LONGEST_HORIZON_DAYS)}
              isAvailable={(date) => dates.has(date)}
            />
            <p role="status" className="mt-2 text-sm text-soft">
              {free.isPending
                ? "Looking for free days"
                : `${plural(dates.size, "free day")} in ${formatMonth(month)}`}
            </p>
            {!free.isFetching && !free.isError && dates.size === 0 && (
              <NothingThisMonth instructorId={profile.id} wish={wish} onPick={pickDate} />
            )}
          </section>
          <DayStarts
            date={wish.date}
            starts={starts}
            chosen={start}
            missed={wish.start && !start && !free.isFetching ? wish.start : null}
            onChoose={(next) => change({ start: next })}
          />
        </div>
      </div>
      <PickSummary profile={profile} wish={wish} start={start} />
    </form>
  );
}
