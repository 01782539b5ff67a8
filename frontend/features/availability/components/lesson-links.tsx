import Link from "next/link";
import { lessonPath } from "@/lib/paths";
import { formatDate, formatTimeRange } from "@/lib/time";
import type { BookedOnDay } from "@/lib/types";

/** Lessons that stand where no hours are, each leading to itself. */
export function LessonLinks({ lessons }: { lessons: readonly BookedOnDay[] }) {
  return (
    <ul className="mt-1">
      {lessons.map((lesson) => (
        <li key={lesson.booking_id + lesson.date}>
          <Link
            href={lessonPath(lesson.booking_id)}
            prefetch={false}
            className="-my-2.5 inline-block min-w-11 py-2.5 text-blue underline tabular"
          >
            {formatDate(lesson.date)}, {formatTimeRange(lesson.start_time, lesson.end_time)},{" "}
            {lesson.student_display_name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
