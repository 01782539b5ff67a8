"use client";

import Link from "next/link";
import { useState } from "react";
import { TextField } from "@/components/ui/text-field";
import { lessonPath } from "@/lib/paths";
import { formatLongDate, formatTimeRange } from "@/lib/time";
import { parseText, type Range, toText, type WeekHours } from "../model";
import type { BookedByDate } from "../queries";

type HoursListProps = {
  hours: WeekHours;
  booked: BookedByDate;
  dates: readonly string[];
  today: string;
  onChange: (date: string, ranges: readonly Range[]) => void;
};

/** The same week as text: one line a day, for keyboards, screen readers and small screens. */
export function HoursList({ hours, booked, dates, today, onChange }: HoursListProps) {
  return (
    <ol className="flex flex-col gap-4">
      {dates.map((date) => (
        <li key={date}>
          <DayField
            // What is painted elsewhere replaces what stands here.
            key={toText(hours[date] ?? [])}
            date={date}
            ranges={hours[date] ?? []}
            editable={date >= today}
            onChange={(ranges) => onChange(date, ranges)}
          />
          <Lessons lessons={booked[date] ?? []} />
        </li>
      ))}
    </ol>
  );
}

type DayFieldProps = {
  date: string;
  ranges: readonly Range[];
  editable: boolean;
  onChange: (ranges: readonly Range[]) => void;
};

function DayField({ date, ranges, editable, onChange }: DayFieldProps) {
  const [text, setText] = useState(toText(ranges));
  const parsed = parseText(text);
  const commit = () => parsed.ranges && text !== toText(ranges) && onChange(parsed.ranges);
  return (
    <TextField
      label={formatLongDate(date)}
      value={text}
      onChange={setText}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
      isDisabled={!editable}
      placeholder={editable ? "No hours" : "Past"}
      error={parsed.error ?? undefined}
      autoComplete="off"
    />
  );
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
