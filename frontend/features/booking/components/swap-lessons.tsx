"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { Notice } from "@/components/ui/states";
import { RepeatDates } from "@/features/booking/components/repeat-dates";
import { datesOf } from "@/features/booking/confirm-model";
import { useSwap } from "@/features/booking/queries";
import { lessonPath } from "@/lib/paths";
import { messageOf } from "@/lib/problem";
import { formatDate, formatTimeRange } from "@/lib/time";
import type { Booking } from "@/lib/types";

const whenOf = ({ booking_date: date, start_time: start, end_time: end }: Booking): string =>
  `${formatDate(date)}, ${formatTimeRange(start, end)}`;

type SwapLessonsProps = { lesson: Booking; others: Booking[] };

/** Two lessons with one instructor change places: needs no time that is free. */
export function SwapLessons({ lesson, others }: SwapLessonsProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState<string | null>(null);
  const swap = useSwap(lesson.id, () => {
    router.push(lessonPath(lesson.id));
    router.refresh();
  });
  const blocked = datesOf(swap.error);
  const busy = swap.isPending || swap.isSuccess;
  return (
    <section aria-labelledby="swap" className="mt-12 flex flex-col gap-4 border-t border-line pt-8">
      <h2 id="swap" className="text-xl font-bold">
        Or swap it with another lesson
      </h2>
      <p className="max-w-prose text-soft">
        Both keep their length, place and price, and take each other's start. Both or neither.
      </p>
      {swap.isError && (
        <Notice tone="error">
          <p>{messageOf(swap.error)}</p>
          {blocked.length > 0 && <RepeatDates dates={blocked} />}
        </Notice>
      )}
      <RadioGroup
        label={`Your other lessons with ${lesson.instructor.first_name}`}
        layout="row"
        options={others.map((other) => ({ id: other.id, name: whenOf(other), detail: other.subject.name }))}
        value={chosen}
        onChange={(id) => {
          swap.reset();
          setChosen(id);
        }}
      />
      <Button
        variant="secondary"
        className="self-start"
        disabled={chosen === null}
        pending={busy}
        pendingLabel="Swapping"
        onClick={() => chosen && swap.mutate(chosen)}
      >
        Swap the two
      </Button>
    </section>
  );
}
