import Link from "next/link";
import { cx } from "@/lib/cx";
import type { FreeHours } from "@/lib/free-hours";
import { type Choice, pickPath } from "@/lib/paths";
import { formatLongDate, formatWeekday } from "@/lib/time";

type WeekStripProps = { slug: string; who: string; choice: Choice; days: FreeHours[] };

const FULL_DAY_HOURS = 8;

/** Seven days at a glance: the taller the bar, the more free hours; a day leads to its times. */
export function WeekStrip({ slug, who, choice, days }: WeekStripProps) {
  return (
    <ul aria-label={`Free hours of ${who} in the next seven days`} className="grid grid-cols-7 gap-1">
      {days.map(({ date, hours }) => (
        <li key={date}>
          {hours > 0 ? (
            <Day date={date} hours={hours} href={pickPath(slug, { ...choice, date })} />
          ) : (
            <Nothing date={date} />
          )}
        </li>
      ))}
    </ul>
  );
}

const cell =
  "relative flex h-12 flex-col items-center justify-center overflow-hidden rounded-control text-sm leading-tight tabular";

function Day({ date, hours, href }: FreeHours & { href: string }) {
  const share = Math.min(1, hours / FULL_DAY_HOURS);
  return (
    <Link
      href={href}
      prefetch={false}
      className={cx(cell, "bg-mist font-semibold hover:outline-2 hover:outline-ink")}
    >
      <span
        aria-hidden
        className="absolute inset-x-0 bottom-0 bg-shade-1"
        style={{ height: `${Math.round(share * 100)}%` }}
      />
      <span className="relative">{formatWeekday(date)}</span>
      <span className="relative">{hours} h</span>
      <span className="sr-only">free on {formatLongDate(date)}</span>
    </Link>
  );
}

function Nothing({ date }: { date: string }) {
  return (
    <span className={cx(cell, "text-soft")}>
      <span>{formatWeekday(date)}</span>
      <span aria-hidden>–</span>
      <span className="sr-only">nothing free</span>
    </span>
  );
}

/** As high as the strip, so that nothing moves when it comes. */
export function WeekStripSpace() {
  return <div aria-hidden className="h-12" />;
}
