"use client";

import { LinkButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import type { WishForm } from "@/features/waitlist/model";
import { confirmPath } from "@/lib/paths";
import type { Problem } from "@/lib/problem";
import { formatDate, formatTime } from "@/lib/time";

type BookableNowProps = { starts: NonNullable<Problem["available_now"]>; values: WishForm };

/** Nobody has to wait for what can be had. */
export function BookableNow({ starts, values }: BookableNowProps) {
  return (
    <Notice tone="success">
      <p className="font-semibold">No need to wait: this can be booked right now.</p>
      <div className="mt-3 flex flex-wrap gap-2">
        {starts.map(({ instructor_id: instructor, offering_id: offering, date, start_time: start }) => (
          <LinkButton
            key={`${instructor} ${date} ${start}`}
            variant="secondary"
            prefetch={false}
            href={confirmPath(instructor, {
              offering,
              duration: values.duration,
              place: values.place,
              date,
              start,
            })}
          >
            {formatDate(date)}, {formatTime(start)}
          </LinkButton>
        ))}
      </div>
    </Notice>
  );
}
