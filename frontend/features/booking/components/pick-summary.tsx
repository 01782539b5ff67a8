"use client";

import { Button } from "@/components/ui/button";
import type { Wish } from "@/features/booking/model";
import { formatCents, priceForMinutes } from "@/lib/money";
import { formatDate, formatDuration, formatTime } from "@/lib/time";
import type { InstructorProfile } from "@/lib/types";
import { PLACE_NAMES } from "@/lib/words";

type PickSummaryProps = { profile: InstructorProfile; wish: Wish; start: string | null };

/** What the choices come to; along the bottom edge on phones. */
export function PickSummary({ profile, wish, start }: PickSummaryProps) {
  const when = wish.date && start ? `${formatDate(wish.date)}, ${formatTime(start)}` : null;
  const price = formatCents(priceForMinutes(wish.offering.rate_cents, wish.duration));
  return (
    <aside
      aria-label="Your lesson"
      className="sticky bottom-0 z-30 -mx-4 flex flex-col gap-3 self-start border-t border-line bg-paper p-4 sm:mx-0 lg:bottom-auto lg:top-28 lg:rounded-card lg:border lg:p-5 max-lg:self-stretch"
    >
      <div className="flex justify-between gap-4 lg:flex-col lg:gap-1">
        <p className="font-bold lg:text-lg">
          {wish.offering.subject_name} <span className="max-lg:sr-only">with {profile.display_name}</span>
        </p>
        <p className="tabular lg:hidden">
          {formatDuration(wish.duration)}, <span className="font-bold">{price}</span>
        </p>
        <ul className="hidden flex-col gap-1 text-soft lg:flex">
          <li className="tabular">{when ?? "Choose a day and a time"}</li>
          <li>{formatDuration(wish.duration)}</li>
          <li>{PLACE_NAMES[wish.place]}</li>
        </ul>
        <p className="hidden text-xl font-bold tabular lg:block">{price}</p>
      </div>
      <Button type="submit" size="large" disabled={!when} className="w-full">
        {when ? `Continue: ${when}` : "Choose a time"}
      </Button>
    </aside>
  );
}
