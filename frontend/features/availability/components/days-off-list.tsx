"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { messageOf } from "@/lib/problem";
import { plural } from "@/lib/words";
import { datesFrom, spanOf, type TimeOff } from "../days-off";
import { openAgain } from "../queries";
import { LessonLinks } from "./lesson-links";

/** The days off that are coming, and what stands on them all the same. */
export function DaysOffList({ times }: { times: readonly TimeOff[] }) {
  if (times.length === 0) return <p className="text-soft">No days off are coming.</p>;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {times.map((time) => (
        <Item key={time.from} time={time} />
      ))}
    </ul>
  );
}

function Item({ time }: { time: TimeOff }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [error, setError] = useState<string | null>(null);
  const span = spanOf(time.from, time.to);
  const open = () =>
    start(async () => {
      try {
        await openAgain(datesFrom(time.from, time.to));
        setError(null);
      } catch (cause) {
        setError(messageOf(cause));
      }
      router.refresh();
    });
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <p>
          <span className="font-semibold tabular">{span}</span>
          {time.reason && <span className="text-soft">, {time.reason}</span>}
        </p>
        <Button
          variant="quiet"
          size="small"
          pending={pending}
          pendingLabel="One moment"
          aria-label={`Open again: ${span}`}
          onClick={open}
        >
          Open again
        </Button>
      </div>
      {error && <Notice tone="error">{error}</Notice>}
      {time.lessons.length > 0 && (
        <Notice>
          <p className="font-semibold">
            {plural(time.lessons.length, "lesson")} booked before, and still on. Move or cancel what you
            cannot give:
          </p>
          <LessonLinks lessons={time.lessons} />
        </Notice>
      )}
    </li>
  );
}
