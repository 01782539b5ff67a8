import Link from "next/link";
import { StatusTag } from "@/features/lessons/components/status-tag";
import { byDate, lessonTitle } from "@/features/lessons/model";
import { formatCents } from "@/lib/money";
import { lessonPath } from "@/lib/paths";
import { formatDuration, formatLongDate, formatTimeRange } from "@/lib/time";
import type { Booking } from "@/lib/types";
import { PLACE_NAMES } from "@/lib/words";

/** A timetable: days in black, lessons under them. */
export function LessonList({ lessons }: { lessons: Booking[] }) {
  return (
    <ol className="flex flex-col gap-6">
      {byDate(lessons).map((day) => (
        <li key={day.date}>
          <h2 className="mb-2 border-b-2 border-ink pb-1 font-bold">{formatLongDate(day.date)}</h2>
          <ul className="flex flex-col divide-y divide-line">
            {day.lessons.map((lesson) => (
              <li key={lesson.id}>
                <LessonRow lesson={lesson} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function LessonRow({ lesson }: { lesson: Booking }) {
  return (
    <Link
      href={lessonPath(lesson.id)}
      className="grid min-h-14 grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 rounded-control px-2 py-3 hover:bg-mist sm:grid-cols-[11rem_1fr_auto]"
    >
      <span className="text-lg font-bold tabular max-sm:col-span-2">
        {formatTimeRange(lesson.start_time, lesson.end_time)}
      </span>
      <span>
        <span className="block font-semibold">{lessonTitle(lesson)}</span>
        <span className="text-sm text-soft">
          {formatDuration(lesson.duration_minutes)}, {PLACE_NAMES[lesson.place]},{" "}
          {formatCents(lesson.price_cents)}
        </span>
      </span>
      <StatusTag status={lesson.status} />
    </Link>
  );
}
