"use client";

import Link from "next/link";
import { useState } from "react";
import { TextField } from "@/components/ui/text-field";
import { lessonPath } from "@/lib/paths";
import { formatTimeRange } from "@/lib/time";
import { type ClockChange, type ClockChanges, isLost } from "../clock";
import { describe, type Parsed, parseText, type Range, toText, type WeekHours } from "../model";
import type { BookedByDate } from "../queries";
import type { DayNames } from "../usual";

type HoursListProps = {
  hours: WeekHours;
  edited: readonly string[];
  booked: BookedByDate;
  clock: ClockChanges;
  dates: readonly string[];
  today: string;
  names: DayNames;
  onChange: (date: string, ranges: readonly Range[]) => void;
};

/** The same week as text: one line a day, for keyboards, screen readers and small screens. */
export function HoursList(props: HoursListProps) {
  const { hours, edited, booked, clock, dates, today, names, onChange } = props;
  return (
    <ol className="flex flex-col gap-4">
      {dates.map((date) => (
        <li key={date}>
          <DayField
            // What is painted elsewhere replaces what stands here.
            key={toText(hours[date] ?? [])}
            label={names.long(date)}
            clock={clock[date]}
            ranges={hours[date] ?? []}
            editable={date >= today}
            edited={edited.includes(date)}
            onChange={(ranges) => onChange(date, ranges)}
          />
          <Lessons lessons={booked[date] ?? []} />
        </li>
      ))}
    </ol>
  );
}

type DayFieldProps = {
  label: string;
  clock: ClockChange | undefined;
  ranges: readonly Range[];
  editable: boolean;
  edited: boolean;
  onChange: (ranges: readonly Range[]) => void;
};

function DayField({ label, clock, ranges, editable, edited, onChange }: DayFieldProps) {
  const [text, setText] = useState(toText(ranges));
  const parsed = notLost(parseText(text), clock);
  const commit = () => parsed.ranges && text !== toText(ranges) && onChange(parsed.ranges);
  return (
    <TextField
      label={label}
      value={text}
      onChange={setText}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
      isDisabled={!editable}
      placeholder={editable ? "No hours" : "Past"}
      hint={edited ? "Edited by hand" : undefined}
      error={parsed.error ?? undefined}
      autoComplete="off"
    />
  );
}

/** Hours over which the clock jumps would be kept and never offered: said while they are typed. */
function notLost(parsed: Parsed, clock: ClockChange | undefined): Parsed {
  const lost = parsed.ranges?.find((range) => isLost(range, clock));
  return lost ? { ranges: null, error: `The clock skips ${describe(lost)} on this day.` } : parsed;
}

function Lessons({ lessons }: { lessons: BookedByDate[string] }) {
  if (lessons.length === 0) return null;
  return (
    <ul aria-label="Lessons" className="mt-1 flex flex-col gap-0.5 text-sm text-soft">
      {lessons.map((lesson) => (
        <li key={lesson.booking_id}>
          <Link
            href={lessonPath(lesson.booking_id)}
            prefetch={false}
            className="-my-2.5 inline-flex min-h-11 min-w-11 items-center tabular hover:underline"
          >
            {formatTimeRange(lesson.start_time, lesson.end_time)}, {lesson.student_display_name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
