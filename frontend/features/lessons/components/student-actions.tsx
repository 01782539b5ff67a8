import { LinkButton } from "@/components/ui/button";
import { CancelLesson } from "@/features/lessons/components/cancel-lesson";
import { isStuck } from "@/features/lessons/model";
import { confirmPath, pickPath, reschedulePath } from "@/lib/paths";
import { addDays } from "@/lib/time";
import type { Booking, BookingDetail } from "@/lib/types";

const WEEK_DAYS = 7;

/** What a student does next with a lesson: move it while that goes, have it again, give it up. */
export function StudentActions({ lesson, series }: { lesson: BookingDetail; series: Booking[] }) {
  const { slug } = lesson.instructor;
  const again = { offering: lesson.offering_id, duration: lesson.duration_minutes, place: lesson.place };
  const nextWeek = { ...again, date: addDays(lesson.booking_date, WEEK_DAYS), start: lesson.start_time };
  return (
    <>
      {lesson.actions.includes("reschedule") && (
        <LinkButton variant="secondary" href={reschedulePath(lesson.id)} prefetch={false}>
          Move lesson
        </LinkButton>
      )}
      <LinkButton variant="secondary" href={confirmPath(slug, nextWeek)} prefetch={false}>
        Same time next week
      </LinkButton>
      <LinkButton variant="secondary" href={pickPath(slug, again)} prefetch={false}>
        Book again
      </LinkButton>
      {lesson.actions.includes("cancel") && <CancelLesson lesson={lesson} series={series} />}
      {isStuck(lesson) && (
        <p className="basis-full text-sm text-soft">
          It is too close to be moved now: that ends 12 hours before, or with the one late move.
        </p>
      )}
    </>
  );
}
