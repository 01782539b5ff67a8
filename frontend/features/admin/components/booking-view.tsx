import Link from "next/link";
import { BookingHistory } from "@/components/marketplace/booking-history";
import { Fact } from "@/components/ui/fact";
import { BookingStatusTag } from "@/features/admin/components/booking-list";
import { CancelBooking } from "@/features/admin/components/cancel-booking";
import { Section } from "@/features/admin/components/section";
import { PLACE_WORDS } from "@/features/admin/words";
import { formatCents } from "@/lib/money";
import { formatDateWithYear, formatDuration, formatInstant, formatTimeRange } from "@/lib/time";
import type { Booking, BookingDetail } from "@/lib/types";
import { nameOfSlug } from "@/lib/words";

type Person = Booking["student"];

function PersonLink({ person, linked }: { person: Person; linked: boolean }) {
  const name = `${person.first_name} ${person.last_name}`;
  if (!linked) return name;
  return (
    <Link
      href={`/admin/users/${person.id}`}
      prefetch={false}
      className="inline-flex min-h-11 items-center text-blue hover:underline"
    >
      {name}
    </Link>
  );
}

function placeOf({ place, neighborhood, address }: Booking): string {
  return [PLACE_WORDS[place], neighborhood && nameOfSlug(neighborhood), address].filter(Boolean).join("\n");
}

function Cancelled({ booking }: { booking: Booking }) {
  if (!booking.cancelled_at) return null;
  const back = formatCents(booking.refund_cents ?? 0);
  return (
    <>
      <Fact name="Why it was cancelled">{booking.cancel_reason}</Fact>
      <Fact name="Taken off the price">
        {back} ({booking.refund_share_percent} %)
      </Fact>
    </>
  );
}

type BookingViewProps = { booking: BookingDetail; mayCancel: boolean; seesUsers: boolean };

/** Everything about one lesson, for whoever helps its two sides. */
export function BookingView({ booking, mayCancel, seesUsers }: BookingViewProps) {
  return (
    <div className="flex flex-col gap-8">
      <header className="band flex flex-col items-start gap-1 rounded-card bg-band p-5 text-on-band sm:p-6">
        <BookingStatusTag status={booking.status} />
        <p className="mt-2 text-on-band-soft">{formatDateWithYear(booking.booking_date)}</p>
        <p className="text-2xl font-extrabold tabular">
          {formatTimeRange(booking.start_time, booking.end_time)}
        </p>
        <h1 className="text-lg font-bold">
          {booking.subject.name}: {booking.student.display_name} with {booking.instructor.display_name}
        </h1>
      </header>
      {mayCancel && <CancelBooking id={booking.id} priceCents={booking.price_cents} />}
      <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-3">
        <Fact name="Student">
          <PersonLink person={booking.student} linked={seesUsers} />
        </Fact>
        <Fact name="Instructor">
          <PersonLink person={booking.instructor} linked={seesUsers} />
        </Fact>
        <Fact name="Length">{formatDuration(booking.duration_minutes)}</Fact>
        <Fact name="Price">{formatCents(booking.price_cents)}</Fact>
        <Fact name="Place">{placeOf(booking)}</Fact>
        <Fact name="Booked">{formatInstant(booking.created_at)}</Fact>
        {booking.note && <Fact name="Note">{booking.note}</Fact>}
        <Cancelled booking={booking} />
        <Fact name="Number">{booking.id}</Fact>
      </dl>
      <Section title="History">
        <BookingHistory booking={booking} />
      </Section>
    </div>
  );
}
