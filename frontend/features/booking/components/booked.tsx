import { CalendarPlus, Check } from "lucide-react";
import { LinkButton } from "@/components/ui/button";
import { formatCents } from "@/lib/money";
import { confirmPath, lessonPath } from "@/lib/paths";
import { addDays, formatLongDate, formatTimeRange } from "@/lib/time";
import type { BookingDetail } from "@/lib/types";
import { PLACE_NAMES } from "@/lib/words";

const WEEK_DAYS = 7;

/** A clear yes, and what people do next. */
export function Booked({ booking }: { booking: BookingDetail }) {
  return (
    <>
      <div className="band bg-band text-on-band">
        <div className="mx-auto flex max-w-prose flex-col items-start gap-4 px-4 py-10 sm:px-6">
          <span className="grid size-16 place-items-center rounded-full bg-taxi text-on-taxi">
            <Check aria-hidden size={36} strokeWidth={3.5} />
          </span>
          <h1 className="text-2xl font-extrabold tracking-tight sm:text-3xl">You are booked</h1>
          <p className="text-lg tabular sm:text-xl">
            {formatLongDate(booking.booking_date)}, {formatTimeRange(booking.start_time, booking.end_time)}
          </p>
        </div>
      </div>
      <div className="mx-auto flex w-full max-w-prose flex-col gap-8 px-4 py-8 sm:px-6">
        <div className="text-lg">
          <p className="font-bold">
            {booking.subject.name} with {booking.instructor.display_name}
          </p>
          <p>{PLACE_NAMES[booking.place]}</p>
          <p>{formatCents(booking.price_cents)}, paid to your instructor at the lesson</p>
          <p className="mt-3 text-base text-soft">A mail with all of this is on its way.</p>
        </div>
        <NextSteps booking={booking} />
      </div>
    </>
  );
}

function NextSteps({ booking }: { booking: BookingDetail }) {
  const nextWeek = confirmPath(booking.instructor.slug, {
    offering: booking.offering_id,
    duration: booking.duration_minutes,
    place: booking.place,
    date: addDays(booking.booking_date, WEEK_DAYS),
    start: booking.start_time,
  });
  return (
    <div className="flex flex-col gap-3 sm:flex-row sm:flex-wrap">
      <a
        href={`/api/bookings/${booking.id}/calendar.ics`}
        download
        className="inline-flex min-h-12 items-center justify-center gap-2 rounded-control bg-taxi px-5 font-semibold text-on-taxi hover:bg-taxi-deep"
      >
        <CalendarPlus aria-hidden size={20} />
        Add to calendar
      </a>
      <LinkButton variant="secondary" href={lessonPath(booking.id)}>
        See or change the lesson
      </LinkButton>
      <LinkButton variant="secondary" href={nextWeek} prefetch={false}>
        Same time next week
      </LinkButton>
    </div>
  );
}
