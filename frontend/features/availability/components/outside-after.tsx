import { Notice } from "@/components/ui/states";
import { formatDate, formatTimeRange } from "@/lib/time";
import type { BookedOnDay } from "@/lib/types";

/** Lessons that no hours would cover; no links, for what is asked here has not been answered yet. */
export function OutsideAfter({ lessons }: { lessons: readonly BookedOnDay[] }) {
  if (lessons.length === 0) return null;
  return (
    <Notice>
      <p className="font-semibold">
        {lessons.length === 1
          ? "One lesson stands outside the new hours and stays booked:"
          : `${lessons.length} lessons stand outside the new hours and stay booked:`}
      </p>
      <ul className="mt-1">
        {lessons.map((lesson) => (
          <li key={lesson.booking_id + lesson.date}>
            {formatDate(lesson.date)}, {formatTimeRange(lesson.start_time, lesson.end_time)}, with{" "}
            {lesson.student_display_name}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
