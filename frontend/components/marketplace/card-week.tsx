import { Suspense } from "react";
import { WeekStrip, WeekStripSpace } from "@/components/marketplace/week-strip";
import type { FreeWeeks } from "@/lib/free-weeks";
import type { SearchResult } from "@/lib/types";

type CardWeekProps = { result: SearchResult; weeks: Promise<FreeWeeks>; place?: string | undefined };

/** The week of one card; all cards of a page wait for one answer, and the page does not wait for it. */
export function CardWeek(props: CardWeekProps) {
  return (
    <Suspense fallback={<WeekStripSpace />}>
      <Week {...props} />
    </Suspense>
  );
}

async function Week({ result: { instructor, offering }, weeks, place }: CardWeekProps) {
  const days = (await weeks).get(instructor.id);
  if (!days) return <WeekStripSpace />;
  const choice = { offering: offering.id, duration: offering.duration_minutes, place };
  return <WeekStrip slug={instructor.slug} who={instructor.display_name} choice={choice} days={days} />;
}
