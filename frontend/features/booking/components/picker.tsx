"use client";

import type { FormEvent } from "react";
import { WishLink } from "@/components/marketplace/wish-link";
import { DayAndTime } from "@/features/booking/components/day-and-time";
import { PickSummary } from "@/features/booking/components/pick-summary";
import { WishControls } from "@/features/booking/components/wish-controls";
import { settledStart, type Wish } from "@/features/booking/model";
import type { FirstMonth } from "@/features/booking/server-queries";
import { useFreeDays } from "@/features/booking/use-free-days";
import { useWish } from "@/features/booking/use-wish";
import type { InstructorProfile } from "@/lib/types";

type PickerProps = { profile: InstructorProfile; initial: Wish; first: FirstMonth; signedIn: boolean };

/** What, when, where: three choices and one button. */
export function Picker(props: PickerProps) {
  const { profile, initial } = props;
  const { wish, change, goOn } = useWish(profile, initial);
  const days = useFreeDays(props, wish);
  const start = settledStart(days.starts, wish.start);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (start) goOn(start);
  };
  return (
    <form onSubmit={submit} className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-8">
        <WishControls profile={profile} wish={wish} onChange={change} />
        <DayAndTime
          profile={profile}
          wish={wish}
          days={days}
          onDate={(date) => change({ date })}
          onStart={(next) => change({ start: next })}
        />
        <WishLink
          start={{
            instructor: profile.slug,
            offering: wish.offering.id,
            duration: wish.duration,
            place: wish.place,
          }}
        />
      </div>
      <PickSummary profile={profile} wish={wish} start={start} />
    </form>
  );
}
