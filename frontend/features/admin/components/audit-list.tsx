import Link from "next/link";
import type { AuditEntry } from "@/features/admin/types";
import {
  actionName,
  actorName,
  bookingName,
  detailLines,
  subjectName,
  subjectPath,
} from "@/features/admin/words";
import { formatDateWithYear, formatInstant, formatTimeRange } from "@/lib/time";

const link = "inline-flex min-h-11 items-center font-semibold text-blue hover:underline";

type EntryProps = { entry: AuditEntry; readerId: string };

function Actor({ entry, readerId }: EntryProps) {
  const { actor_id: id } = entry;
  if (!id) return "InstaInstru";
  if (id === readerId) return "you";
  return (
    <Link href={`/admin/users/${id}`} prefetch={false} className={link}>
      {actorName(entry)}
    </Link>
  );
}

function Subject({ entry }: { entry: AuditEntry }) {
  const [name, path] = [subjectName(entry), subjectPath(entry)];
  if (!path) return name && <span>{name}</span>;
  return (
    <Link href={path} prefetch={false} className={link}>
      {name}
    </Link>
  );
}

/** Which lesson it was about, for readers who may see it; it leads to the lesson. */
function AboutBooking({ entry: { booking, subject_id: id } }: { entry: AuditEntry }) {
  if (!booking) return null;
  const { booking_date: date, start_time: start, end_time: end } = booking;
  return (
    <p className="text-sm">
      <Link href={`/admin/bookings/${id}`} prefetch={false} className={link}>
        {bookingName(booking)}
      </Link>
      <span className="block text-soft tabular">
        {formatDateWithYear(date)}, {formatTimeRange(start, end)}
      </span>
    </p>
  );
}

/** What was done, by whom and to whom, the last first; links lead to who and what they are. */
export function AuditList({ entries, readerId }: { entries: AuditEntry[]; readerId: string }) {
  return (
    <ol aria-label="Audit log" className="divide-y divide-line border-y border-line">
      {entries.map((entry) => (
        <li key={entry.id} className="grid gap-x-4 py-3 md:grid-cols-[13rem_minmax(0,1fr)_auto]">
          <p className="text-sm text-soft tabular">
            {formatInstant(entry.at)}
            <span className="block">Row {entry.id}</span>
          </p>
          <div className="min-w-0">
            <p className="font-semibold">{actionName(entry.action)}</p>
            <AboutBooking entry={entry} />
            {detailLines(entry.details).map((line) => (
              <p key={line} className="break-words text-sm text-soft">
                {line}
              </p>
            ))}
          </div>
          <p className="flex flex-wrap items-center gap-x-4 text-sm md:flex-col md:items-end">
            <span>
              by <Actor entry={entry} readerId={readerId} />
            </span>
            {!entry.booking && <Subject entry={entry} />}
          </p>
        </li>
      ))}
    </ol>
  );
}
