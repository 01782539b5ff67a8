import Link from "next/link";
import { StatusTag } from "@/features/lessons/components/status-tag";
import { cx } from "@/lib/cx";
import { lessonPath } from "@/lib/paths";
import { formatDateWithYear, formatTimeRange } from "@/lib/time";
import type { Series } from "@/lib/types";

/** The other stops of the line: every lesson that was booked together, this one marked. */
export function SeriesLessons({ series, current }: { series: Series; current: string }) {
  return (
    <section aria-labelledby="series">
      <h2 id="series" className="mb-3 text-xl font-bold">
        {series.interval_weeks === 1 ? "Every week" : `Every ${series.interval_weeks} weeks`}
      </h2>
      <ol className="flex flex-col divide-y divide-line border-y border-line">
        {series.lessons.map((lesson) => (
          <li key={lesson.id}>
            <Link
              href={lessonPath(lesson.id)}
              aria-current={lesson.id === current ? "page" : undefined}
              prefetch={false}
              className={cx(
                "flex min-h-12 flex-wrap items-center justify-between gap-x-4 px-2 py-2 tabular hover:bg-mist",
                lesson.id === current && "bg-mist font-bold",
              )}
            >
              <span>
                {formatDateWithYear(lesson.booking_date)},{" "}
                {formatTimeRange(lesson.start_time, lesson.end_time)}
              </span>
              <StatusTag status={lesson.status} />
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
