"use client";

import { Button, LinkButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import type { TimedWish } from "@/features/booking/confirm-model";
import { useNextStarts } from "@/features/booking/queries";
import { pickPath } from "@/lib/paths";
import { formatDate, formatTime } from "@/lib/time";
import type { InstructorProfile } from "@/lib/types";

type Time = { date: string; start_time: string };

type AlternativesProps = {
  profile: InstructorProfile;
  wish: TimedWish;
  message: string;
  /** The nearest free starts that the API named; without any, the next ones are asked for. */
  found: Time[];
  onChoose: (time: Time) => void;
};

/** The time is gone: said plainly, and what is nearest stands right here. */
export function Alternatives({ profile, wish, message, found, onChoose }: AlternativesProps) {
  const next = useNextStarts(profile.id, wish, found.length === 0);
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
        <LinkButton
          variant="quiet"
          href={pickPath(profile.slug, {
            offering: wish.offering.id,
            duration: wish.duration,
            place: wish.place,
            date: wish.date,
          })}
        >
          All times
        </LinkButton>
      </div>
    </Notice>
  );
}
