"use client";

import { Button } from "@/components/ui/button";
import { cx } from "@/lib/cx";
import { formatDuration } from "@/lib/time";
import { type ClockChanges, minutesOf } from "../clock";
import { changes, type WeekHours } from "../model";

type SaveBarProps = {
  saved: WeekHours;
  hours: WeekHours;
  clock?: ClockChanges;
  per: string;
  changed: boolean;
  checking: boolean;
  onReview: () => void;
  onDiscard: () => void;
};

/** Always in sight while something is unsaved. */
export function SaveBar({
  saved,
  hours,
  clock = {},
  per,
  changed,
  checking,
  onReview,
  onDiscard,
}: SaveBarProps) {
  const total = minutesOf(hours, clock);
  const days = changes(saved, hours).length;
  return (
    <div className="sticky bottom-0 z-20 -mx-4 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-paper px-4 py-3 sm:-mx-6 sm:px-6">
      <p role="status" className="tabular">
        <span className="font-semibold">{total === 0 ? "No hours" : formatDuration(total)}</span> {per}
        {changed && `, ${days === 1 ? "one day" : `${days} days`} not saved yet`}
      </p>
      <div className={cx("flex gap-3", !changed && "max-sm:hidden")}>
        <Button variant="secondary" disabled={!changed} onClick={onDiscard}>
          Discard
        </Button>
        <Button disabled={!changed} pending={checking} pendingLabel="Checking" onClick={onReview}>
          Review and save
        </Button>
      </div>
    </div>
  );
}
