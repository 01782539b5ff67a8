import Link from "next/link";
import { Tag } from "@/components/ui/chip";
import { PLACE_WORDS } from "@/features/admin/words";
import { formatCents } from "@/lib/money";
import { formatDateWithYear, formatTimeRange } from "@/lib/time";
import type { Booking } from "@/lib/types";
import { STATUS_NAMES } from "@/lib/words";

const TONES: Record<string, "green" | "red" | "plain"> = {
  confirmed: "green",
  cancelled: "red",
  no_show: "red",
};

export function BookingStatusTag({ status }: { status: string }) {
  return <Tag tone={TONES[status] ?? "plain"}>{STATUS_NAMES[status] ?? status}</Tag>;
}

const fullName = ({ first_name: first, last_name: last }: Booking["student"]): string => `${first} ${last}`;

/** One line a lesson; the whole line leads to it. Looking is audited, so nothing is fetched ahead. */
export function BookingList({ bookings }: { bookings: Booking[] }) {
  return (
    <ul aria-label="Bookings" className="divide-y divide-line border-y border-line">
      {bookings.map((booking) => (
        <li key={booking.id}>
          <Link
            href={`/admin/bookings/${booking.id}`}
            prefetch={false}
            className="grid gap-x-4 gap-y-1 py-3 hover:bg-mist md:grid-cols-[13rem_minmax(0,1fr)_auto] md:px-2"
          >
            <span className="tabular">
              <span className="block font-semibold">{formatDateWithYear(booking.booking_date)}</span>
              <span className="text-sm text-soft">
                {formatTimeRange(booking.start_time, booking.end_time)}
              </span>
            </span>
            <span className="min-w-0">
              <span className="block font-semibold">{booking.subject.name}</span>
              <span className="block text-sm text-soft">
                {fullName(booking.student)} with {fullName(booking.instructor)}
              </span>
            </span>
            <span className="flex items-center gap-3 md:justify-end">
              <span className="text-sm tabular">
                {formatCents(booking.price_cents)}, {PLACE_WORDS[booking.place]?.toLowerCase()}
              </span>
              <BookingStatusTag status={booking.status} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
