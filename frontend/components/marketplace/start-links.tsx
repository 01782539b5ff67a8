import Link from "next/link";
import { type Choice, confirmPath, pickPath } from "@/lib/paths";
import { formatDate, formatRelativeDate, formatTime } from "@/lib/time";

type Start = { date: string; start_time: string };

type StartLinksProps = { slug: string; who: string; choice: Choice; starts: Start[]; today: string };

const pill = "flex min-h-11 items-center rounded-control px-3 text-sm font-bold tabular transition-colors";

/** The next starts by day; each leads straight to confirming that lesson, the last link to all of them. */
export function StartLinks({ slug, who, choice, starts, today }: StartLinksProps) {
  const days = [...Map.groupBy(starts, ({ date }) => date)];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {days.map(([date, times]) => (
        <div key={date} className="flex flex-wrap items-center gap-2">
          <span className="text-sm text-soft">{formatRelativeDate(date, today)}</span>
          {times.map(({ start_time: start }) => (
            <Link
              key={start}
              href={confirmPath(slug, { ...choice, date, start })}
              prefetch={false}
              aria-label={`Book ${who}, ${formatDate(date)} at ${formatTime(start)}`}
              className={`${pill} border border-edge hover:border-taxi hover:bg-taxi hover:text-on-taxi`}
            >
              {formatTime(start)}
            </Link>
          ))}
        </div>
      ))}
      <Link
        href={pickPath(slug, choice)}
        prefetch={false}
        aria-label={`All times of ${who}`}
        className={`${pill} text-blue hover:bg-blue-wash max-sm:-ml-3`}
      >
        All times
      </Link>
    </div>
  );
}
