"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Fact } from "@/components/ui/fact";
import type { TimedWish } from "@/features/booking/confirm-model";
import { toChoice } from "@/features/booking/model";
import { formatCents, priceForMinutes } from "@/lib/money";
import { pickPath } from "@/lib/paths";
import { endOf, formatDuration, formatLongDate, formatTimeRange } from "@/lib/time";
import type { InstructorProfile, Quote } from "@/lib/types";
import { PLACE_NAMES } from "@/lib/words";

type LessonSummaryProps = {
  profile: InstructorProfile;
  wish: TimedWish;
  quote: Pick<Quote, "end_time" | "price_cents"> | null;
  terms: ReactNode;
  /** The same lesson, every week or just once. */
  other: { href: string; name: string };
};

/** The ticket: everything that pressing the button agrees to. */
export function LessonSummary({ profile, wish, quote, terms, other }: LessonSummaryProps) {
  const end = quote?.end_time ?? endOf(wish.start, wish.duration);
  const price = quote?.price_cents ?? priceForMinutes(wish.offering.rate_cents, wish.duration);
  return (
    <aside
      aria-label="Your lesson"
      className="order-1 overflow-hidden rounded-card border border-line lg:sticky lg:top-28 lg:order-2 lg:self-start"
    >
      <div className="band bg-band p-5 text-on-band">
        <p className="text-sm text-on-band-soft">{formatLongDate(wish.date)}</p>
        <p className="text-xl font-bold tabular">{formatTimeRange(wish.start, end)}</p>
      </div>
      <dl className="grid grid-cols-2 gap-4 p-5 lg:grid-cols-1">
        <Fact name="Lesson" wide>
          {wish.offering.subject_name} with {profile.display_name}
        </Fact>
        <Fact name="Length">{formatDuration(wish.duration)}</Fact>
        <Fact name="Place">{PLACE_NAMES[wish.place]}</Fact>
        <Fact name="Price">
          <span className="text-xl font-bold tabular">{formatCents(price)}</span>
          <span className="block text-sm font-normal text-soft">You pay your instructor at the lesson.</span>
        </Fact>
        <Fact name="If plans change" wide>
          {terms}
        </Fact>
      </dl>
      <div className="grid grid-cols-2 divide-x divide-line border-t border-line">
        <Link href={pickPath(profile.slug, toChoice(wish))} className={footLink}>
          Change
        </Link>
        <Link href={other.href} prefetch={false} className={footLink}>
          {other.name}
        </Link>
      </div>
    </aside>
  );
}

const footLink = "flex min-h-12 items-center justify-center font-semibold text-blue hover:bg-mist";
