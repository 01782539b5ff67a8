import { dateWords, isGood } from "@/features/booking/repeat-model";
import { cx } from "@/lib/cx";
import { formatDateWithYear } from "@/lib/time";
import type { LessonDate } from "@/lib/types";

/** The stops of the line, one a lesson; where the train does not stop, it says why. */
export function RepeatDates({ dates }: { dates: LessonDate[] }) {
  return (
    <ol aria-label="Dates" className="flex flex-col">
      {dates.map((lesson, index) => (
        <li key={lesson.date} className="relative flex min-h-11 items-start gap-4 pb-2">
          {index < dates.length - 1 && (
            <span aria-hidden className="absolute left-[0.6875rem] top-4 h-full w-1 bg-ink" />
          )}
          <span
            aria-hidden
            className={cx(
              "relative mt-0.5 size-6 shrink-0 rounded-full border-4 border-ink",
              isGood(lesson) ? "bg-paper" : "bg-ink",
            )}
          />
          <span className="flex flex-wrap gap-x-3">
            <span className={cx("font-semibold tabular", !isGood(lesson) && "text-soft line-through")}>
              {formatDateWithYear(lesson.date)}
            </span>
            <span className={isGood(lesson) ? "text-green" : "text-red"}>{dateWords(lesson)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
