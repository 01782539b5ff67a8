"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/states";
import { formatDate, formatTimeRange } from "@/lib/time";
import { changes, describe, type Range, type WeekHours } from "../model";
import type { DayNames } from "../usual";
import type { Review } from "./use-hours-editor";

type ReviewDialogProps = {
  saved: WeekHours;
  hours: WeekHours;
  names: DayNames;
  validation: Review | null;
  saving: boolean;
  error: string | null;
  onSave: () => void;
  onClose: () => void;
  /** What else saving does. */
  children?: ReactNode;
};

/** What saving changes and which lessons will stand outside the hours, before anything is stored. */
export function ReviewDialog({
  saved,
  hours,
  names,
  validation,
  saving,
  error,
  onSave,
  onClose,
  children,
}: ReviewDialogProps) {
  const outside = validation?.outside_hours ?? [];
  return (
    <Dialog title="Save these hours?" isOpen={validation !== null} onClose={onClose}>
      {error && <Notice tone="error">{error}</Notice>}
      <ul className="flex flex-col gap-3">
        {changes(saved, hours).map(({ date, added, removed }) => (
          <li key={date}>
            <p className="font-semibold">{names.short(date)}</p>
            <Changed ranges={added} sign="+" word="Open" className="text-green" />
            <Changed ranges={removed} sign="−" word="Closed" className="text-red" />
          </li>
        ))}
      </ul>
      {children}
      {outside.length > 0 && (
        <Notice>
          <p className="font-semibold">
            {outside.length === 1 ? "One lesson stands" : `${outside.length} lessons stand`} outside the new
            hours and stays booked:
          </p>
          <ul className="mt-1">
            {outside.map((lesson) => (
              <li key={lesson.booking_id}>
                {formatDate(lesson.date)}, {formatTimeRange(lesson.start_time, lesson.end_time)}, with{" "}
                {lesson.student_display_name}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button onClick={onSave} pending={saving} pendingLabel="Saving">
          Save hours
        </Button>
        <Button variant="secondary" onClick={onClose}>
          Go on editing
        </Button>
      </div>
    </Dialog>
  );
}

type ChangedProps = { ranges: readonly Range[]; sign: string; word: string; className: string };

function Changed({ ranges, sign, word, className }: ChangedProps) {
  return ranges.map((range) => (
    <p key={range.start} className={`tabular ${className}`}>
      <span aria-hidden>{sign} </span>
      <span className="sr-only">{word} </span>
      {describe(range)}
    </p>
  ));
}
