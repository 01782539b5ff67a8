"use client";

import { Button, LinkButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import type { Wish } from "@/features/booking/model";
import { useNextStarts } from "@/features/booking/queries";
import { formatDate, formatTime } from "@/lib/time";

type Time = { date: string; start_time: string };

type AlternativesProps = {
  instructorId: string;
  wish: Wish;
  message: string;
  /** The nearest free starts that the API named; without any, the next ones are asked for. */
  found: Time[];
  onChoose: (time: Time) => void;
  /** Where all times are; left out where they stand beside. */
  allTimesHref?: string;
};

/** The time is gone: said plainly, and what is nearest stands right here. */
export function Alternatives({
  instructorId,
  wish,
  message,
  found,
  onChoose,
  allTimesHref,
}: AlternativesProps) {
  const next = useNextStarts(instructorId, wish, found.length === 0);
  const times = found.length > 0 ? found : (next.data ?? []);
  return (
    <Notice tone="error">
      <p className="font-semibold">{message}</p>
      {times.length > 0 && (
        <p className="mt-1">{found.length > 0 ? "Nearest free times:" : "Next free times:"}</p>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        {times.map((time) => (
          <Button key={`${time.date} ${time.start_time}`} variant="secondary" onClick={() => onChoose(time)}>
            {formatDate(time.date)}, {formatTime(time.start_time)}
          </Button>
        ))}
        {allTimesHref && (
          <LinkButton variant="quiet" href={allTimesHref}>
            All times
          </LinkButton>
        )}
      </div>
    </Notice>
  );
}
