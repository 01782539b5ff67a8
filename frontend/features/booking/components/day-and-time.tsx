"use client";

import { Calendar } from "@/components/ui/calendar";
import { ErrorState } from "@/components/ui/states";
import { DayStarts } from "@/features/booking/components/day-starts";
import { NothingThisMonth } from "@/features/booking/components/nothing-this-month";
import { keptStart } from "@/features/booking/hold-model";
import { settledStart, type Wish } from "@/features/booking/model";
import type { FreeDays } from "@/features/booking/use-free-days";
import { messageOf } from "@/lib/problem";
import { addDays, formatMonth } from "@/lib/time";
import type { InstructorProfile } from "@/lib/types";
import { plural } from "@/lib/words";

const LONGEST_HORIZON_DAYS = 365;

type DayAndTimeProps = {
  profile: InstructorProfile;
  wish: Wish;
  days: FreeDays;
  onDate: (date: string) => void;
  onStart: (start: string) => void;
};

/** A month with its free days, and the chosen day's starts beside it. */
export function DayAndTime({ profile, wish, days, onDate, onStart }: DayAndTimeProps) {
  const { free, dates, starts, month, today, showMonthOf } = days;
  const start = settledStart(starts, wish.start);
  const pickDate = (date: string) => {
    showMonthOf(date);
    onDate(date);
  };
  return (
    <>
      {free.isError && <ErrorState message={messageOf(free.error)} onRetry={() => free.refetch()} />}
      <div className="grid gap-8 md:grid-cols-2">
        <section aria-label="Day">
          <Calendar
            label={`Free days of ${profile.display_name}`}
            value={wish.date}
            onChange={pickDate}
            month={month}
            onMonthChange={showMonthOf}
            min={today}
            max={addDays(today, LONGEST_HORIZON_DAYS)}
            isAvailable={(date) => dates.has(date)}
          />
          <p role="status" className="mt-2 text-sm text-soft">
            {free.isPending
              ? "Looking for free days"
              : `${plural(dates.size, "free day")} in ${formatMonth(month)}`}
            {days.connection === "lost" && ". Not live right now: connecting again."}
          </p>
          {!free.isFetching && !free.isError && dates.size === 0 && (
            <NothingThisMonth instructorId={profile.id} wish={wish} onPick={pickDate} />
          )}
        </section>
        <DayStarts
          date={wish.date}
          starts={starts}
          chosen={start}
          kept={keptStart(days.holds, wish)}
          news={days.news}
          missed={wish.start && !start && !free.isFetching ? wish.start : null}
          onChoose={onStart}
        />
      </div>
    </>
  );
}
