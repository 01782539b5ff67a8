import Link from "next/link";
import { getNextLesson } from "@/features/home/queries";
import { lessonPath } from "@/lib/paths";
import { formatRelativeDate, formatTimeRange, todayIn } from "@/lib/time";

/** For who is signed in: what comes next, first. */
export async function NextLesson() {
  const lesson = await getNextLesson();
  if (!lesson) return null;
  return (
    <section aria-label="Your next lesson" className="rounded-card border-l-8 border-taxi bg-mist">
      <Link
        href={lessonPath(lesson.id)}
        className="flex flex-wrap items-baseline gap-x-4 gap-y-1 p-5 hover:underline"
      >
        <span className="text-sm font-semibold text-soft">Your next lesson</span>
        <span className="text-lg font-bold">
          {lesson.subject.name} with {lesson.instructor.display_name}
        </span>
        <span className="text-lg tabular">
          {formatRelativeDate(lesson.booking_date, todayIn(lesson.timezone))},{" "}
          {formatTimeRange(lesson.start_time, lesson.end_time)}
        </span>
      </Link>
    </section>
  );
}
