import { Notice } from "@/components/ui/states";
import { formatDate, formatTimeRange } from "@/lib/time";
import type { BookedOnDay } from "@/lib/types";
import { plural } from "@/lib/words";

// More of them would push what can be pressed out of sight.
const SHOWN = 6;

type Lessons = { lessons: readonly BookedOnDay[] };

/** Lessons that no hours would cover; no links, for what is asked here has not been answered yet. */
export function OutsideAfter({ lessons }: Lessons) {
  if (lessons.length === 0) return null;
  const others = lessons.slice(SHOWN);
  return (
    <Notice>
      <p className="font-semibold">
        {lessons.length === 1
          ? "One lesson stands outside the new hours and stays booked:"
          : `${lessons.length} lessons stand outside the new hours and stay booked:`}
      </p>
      <Listed lessons={lessons.slice(0, SHOWN)} />
      {others.length > 0 && (
        <details>
          <summary className="min-h-11 content-center font-semibold">
            {plural(others.length, "more lesson")}
          </summary>
          <Listed lessons={others} />
        </details>
      )}
    </Notice>
  );
}

function Listed({ lessons }: Lessons) {
  return (
    <ul className="mt-1">
      {lessons.map((lesson) => (
        <li key={lesson.booking_id + lesson.date}>
          {formatDate(lesson.date)}, {formatTimeRange(lesson.start_time, lesson.end_time)}, with{" "}
          {lesson.student_display_name}
        </li>
      ))}
    </ul>
  );
}
