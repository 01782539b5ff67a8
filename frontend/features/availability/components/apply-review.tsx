import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { messageOf } from "@/lib/problem";
import { formatDuration } from "@/lib/time";
import type { GiftPreview } from "@/lib/types";
import { plural } from "@/lib/words";
import { type ChangedWeek, changedWeeks } from "../gift";
import { weekName } from "../model";
import { DATED } from "../usual";
import { DayChanges } from "./day-changes";
import { OutsideAfter } from "./outside-after";

type ApplyReviewProps = {
  preview: GiftPreview;
  today: string;
  giving: boolean;
  error: Error | null;
  onGive: () => void;
  onBack: () => void;
};

const takeFocus = (element: HTMLElement | null) => element?.focus();

/** What giving hours changes, week by week, before anything is stored. */
export function ApplyReview({ preview, today, giving, error, onGive, onBack }: ApplyReviewProps) {
  const weeks = changedWeeks(preview.changes);
  const over = preview.skipped_days.length;
  return (
    <>
      {error && <Notice tone="error">{messageOf(error)}</Notice>}
      <p ref={takeFocus} tabIndex={-1} className="outline-none">
        {summary(weeks)}
        {over > 0 && ` ${plural(over, "day")} gone by ${over === 1 ? "stays" : "stay"} as before.`}
      </p>
      {weeks.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {weeks.map((week) => (
            <Week key={week.weekStart} week={week} today={today} open={weeks.length === 1} />
          ))}
        </ul>
      )}
      <OutsideAfter lessons={preview.outside_hours} />
      <div className="flex flex-wrap gap-3">
        {weeks.length > 0 && (
          <Button onClick={onGive} pending={giving} pendingLabel="Giving them">
            Give these hours
          </Button>
        )}
        <Button variant="secondary" onClick={onBack}>
          Choose other days
        </Button>
      </div>
    </>
  );
}

function summary(weeks: readonly ChangedWeek[]): string {
  const days = weeks.reduce((sum, week) => sum + week.days.length, 0);
  if (days === 0) return "Nothing would change: these hours are there already.";
  return `${plural(days, "day")} in ${plural(weeks.length, "week")} would change. Nothing is saved yet.`;
}

type WeekProps = { week: ChangedWeek; today: string; open: boolean };

function Week({ week, today, open }: WeekProps) {
  const { weekStart, days, opened, closed } = week;
  const parts = [
    plural(days.length, "day"),
    opened > 0 && `${formatDuration(opened)} opened`,
    closed > 0 && `${formatDuration(closed)} closed`,
  ];
  return (
    <li>
      <details open={open} className="py-1">
        <summary className="min-h-11 content-center tabular">
          <span className="font-semibold">{weekName(weekStart, today)}</span>:{" "}
          {parts.filter(Boolean).join(", ")}
        </summary>
        <div className="pb-3 pl-4">
          <DayChanges days={days} names={DATED} />
        </div>
      </details>
    </li>
  );
}
