"use client";

import { ArrowRight } from "lucide-react";
import { cx } from "@/lib/cx";
import { endOf, formatLongDate, formatTimeRange } from "@/lib/time";
import type { BookingDetail } from "@/lib/types";

type Time = { date: string; start_time: string; end_time: string };

/** The time that is given up and the time that is got, side by side. */
export function MoveSummary({
  lesson,
  next,
}: {
  lesson: BookingDetail;
  next: Omit<Time, "end_time"> | null;
}) {
  const now = { date: lesson.booking_date, start_time: lesson.start_time, end_time: lesson.end_time };
  const then = next && { ...next, end_time: endOf(next.start_time, lesson.duration_minutes) };
  return (
    <div className="grid items-stretch gap-3 sm:grid-cols-[1fr_auto_1fr]">
      <Plate name="Now" time={now} className={cx("bg-mist", then && "text-soft")} />
      <ArrowRight aria-hidden size={24} className="self-center justify-self-center max-sm:rotate-90" />
      <div role="status">
        <Plate name="Then" time={then} className="band h-full bg-band text-on-band" />
      </div>
    </div>
  );
}

function Plate({ name, time, className }: { name: string; time: Time | null; className: string }) {
  return (
    <div className={cx("rounded-card p-4", className)}>
      <p className="text-sm">{name}</p>
      {time ? (
        <>
          <p className="font-semibold">{formatLongDate(time.date)}</p>
          <p className="text-xl font-bold tabular">{formatTimeRange(time.start_time, time.end_time)}</p>
        </>
      ) : (
        <p className="font-semibold">Choose a day and a time</p>
      )}
    </div>
  );
}
