import { Check } from "lucide-react";
import { LinkButton } from "@/components/ui/button";
import { RepeatDates } from "@/features/booking/components/repeat-dates";
import { formatCents } from "@/lib/money";
import type { LessonDate } from "@/lib/types";
import { plural } from "@/lib/words";

type Series = { booked_count: number; total_price_cents: number; dates: LessonDate[] };

/** A clear yes, and what became of each date. */
export function SeriesBooked({ series }: { series: Series }) {
  return (
    <div className="flex flex-col gap-6">
      <div role="status" className="band flex items-center gap-4 rounded-card bg-band p-5 text-on-band">
        <span className="grid size-12 shrink-0 place-items-center rounded-full bg-taxi text-on-taxi">
          <Check aria-hidden size={28} strokeWidth={3.5} />
        </span>
        <p className="text-xl font-bold">
          {plural(series.booked_count, "lesson")} booked, {formatCents(series.total_price_cents)} in all
        </p>
      </div>
      <RepeatDates dates={series.dates} />
      <LinkButton href="/lessons" className="self-start">
        My lessons
      </LinkButton>
    </div>
  );
}
