"use client";

import { useState } from "react";
import { LinkButton } from "@/components/ui/button";
import { DeclineOffer } from "@/features/waitlist/components/decline-offer";
import { formatCountdown, milestone, secondsUntil } from "@/lib/countdown";
import { formatCents } from "@/lib/money";
import { confirmPath } from "@/lib/paths";
import { formatLongDate, formatTimeRange } from "@/lib/time";
import type { TimeWish } from "@/lib/types";
import { useCountdown } from "@/lib/use-countdown";

/** `now` is the server's, in milliseconds: people's clocks are wrong by minutes. */
type OfferProps = { wishId: string; offer: NonNullable<TimeWish["offer"]>; now: number };

/** A time that came free and is kept: take it or leave it, and how long that can be thought about. */
export function Offer({ wishId, offer, now }: OfferProps) {
  const left = secondsUntil(Date.parse(offer.expires_at ?? offer.starts_at), now);
  const [deadline] = useState(() => Date.now() + left * 1_000);
  const seconds = useCountdown(deadline, left);
  if (seconds === 0) {
    return (
      <p role="status" className="bg-mist p-4 sm:p-5">
        The time that was kept has gone to the next in line. You go on waiting.
      </p>
    );
  }
  const {
    instructor,
    offering_id: offering,
    duration_minutes: duration,
    place,
    date,
    start_time: start,
  } = offer;
  return (
    <div className="band flex flex-col gap-4 bg-band p-4 text-on-band sm:p-5">
      <div className="flex items-start justify-between gap-4">
        <div>
          <p className="text-sm text-on-band-soft">Free for you with {instructor.display_name}</p>
          <p className="text-xl font-bold tabular">{formatTimeRange(start, offer.end_time)}</p>
          <p className="tabular">
            {formatLongDate(date)}, {formatCents(offer.price_cents)}
          </p>
        </div>
        <p
          role="timer"
          aria-label="Time left to take it"
          className="text-xl font-extrabold leading-none tabular text-taxi"
        >
          {formatCountdown(seconds)}
        </p>
      </div>
      <p role="status" className="sr-only">
        {milestone(seconds)}
      </p>
      <div className="flex flex-wrap gap-3">
        <LinkButton
          prefetch={false}
          href={confirmPath(instructor.slug, { offering, duration, place, date, start })}
        >
          Take it
        </LinkButton>
        <DeclineOffer wishId={wishId} />
      </div>
    </div>
  );
}
