import Link from "next/link";
import { WishLink } from "@/components/marketplace/wish-link";
import { LiveRefresh } from "@/features/profile/components/live-refresh";
import { getComingDays } from "@/features/profile/queries";
import { preferredDuration } from "@/lib/booking-rules";
import { type Choice, confirmPath, pickPath } from "@/lib/paths";
import { formatDuration, formatLongDate, formatMonthDay, formatTime, formatWeekday } from "@/lib/time";
import type { FreeDay, InstructorProfile } from "@/lib/types";

const STARTS_SHOWN = 5;

/** This week's free time for the first thing taught, as columns of starts. */
export async function ComingDays({ profile }: { profile: InstructorProfile }) {
  const [offering] = profile.offerings;
  if (!offering) return null;
  const duration = preferredDuration(offering.durations);
  const free = await getComingDays(profile, offering.id, duration);
  if (!free) return null;
  const choice = { offering: offering.id, duration };
  const [today, lastDay] = [free.days[0]?.date, free.days.at(-1)?.date];
  if (!today || !lastDay) return null;
  return (
    <section aria-labelledby="coming">
      <h2 id="coming" className="text-xl font-bold">
        Free in the next seven days
      </h2>
      <p className="mb-4 text-sm text-soft">
        {offering.subject_name}, {formatDuration(duration)}. Other lengths and days when you pick a time.
      </p>
      <LiveRefresh instructorId={profile.id} from={today} to={lastDay} />
      <ul className="-mx-4 flex gap-2 overflow-x-auto px-4 pb-2 sm:mx-0 sm:grid sm:grid-cols-7 sm:px-0">
        {free.days.map((day) => (
          <li key={day.date} className="w-28 shrink-0 sm:w-auto">
            <Day day={day} slug={profile.slug} choice={choice} />
          </li>
        ))}
      </ul>
      <WishLink start={{ instructor: profile.slug, ...choice }} />
    </section>
  );
}

function Day({ day, slug, choice }: { day: FreeDay; slug: string; choice: Choice }) {
  const starts = day.starts ?? [];
  const more = starts.length - STARTS_SHOWN;
  return (
    <div className="flex h-full flex-col gap-1.5">
      <h3 className="border-b-2 border-ink pb-1 text-center text-sm font-normal">
        <span className="block font-bold">{formatWeekday(day.date)}</span>
        {formatMonthDay(day.date)}
      </h3>
      {starts.length === 0 && <p className="py-3 text-center text-sm text-soft">None</p>}
      {starts.slice(0, STARTS_SHOWN).map((start) => (
        <Link
          key={start}
          href={confirmPath(slug, { ...choice, date: day.date, start })}
          prefetch={false}
          aria-label={`Book ${formatLongDate(day.date)} at ${formatTime(start)}`}
          className="flex min-h-11 items-center justify-center rounded-control bg-mist text-sm font-semibold tabular hover:bg-taxi hover:text-on-taxi"
        >
          {formatTime(start)}
        </Link>
      ))}
      {more > 0 && (
        <Link
          href={pickPath(slug, { ...choice, date: day.date })}
          prefetch={false}
          aria-label={`${more} more times on ${formatLongDate(day.date)}`}
          className="flex min-h-11 items-center justify-center text-sm font-semibold text-blue hover:underline"
        >
          {more} more
        </Link>
      )}
    </div>
  );
}
