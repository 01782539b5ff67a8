import Link from "next/link";
import { Notice } from "@/components/ui/states";
import { lessonPath } from "@/lib/paths";
import { formatDate, formatTimeRange } from "@/lib/time";
import type { AvailabilityWeek } from "@/lib/types";
import { plural } from "@/lib/words";

/** Lessons that no hours cover: they stay booked, and are easily forgotten. */
export function OutsideNotice({ lessons }: { lessons: AvailabilityWeek["outside_hours"] }) {
  if (lessons.length === 0) return null;
  return (
    <Notice>
      <p className="font-semibold">
        {plural(lessons.length, "lesson")} outside your hours. Booked is booked; open hours around or cancel.
      </p>
      <ul className="mt-1">
        {lessons.map((lesson) => (
          <li key={lesson.booking_id}>
            <Link
              href={lessonPath(lesson.booking_id)}
              prefetch={false}
              className="-my-2.5 inline-flex min-h-11 min-w-11 items-center text-blue underline tabular"
            >
              {formatDate(lesson.date)}, {formatTimeRange(lesson.start_time, lesson.end_time)},{" "}
              {lesson.student_display_name}
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
