import { CalendarPlus } from "lucide-react";
import type { ReactNode } from "react";
import { BookingHistory } from "@/components/marketplace/booking-history";
import { PolicyLine } from "@/components/marketplace/policy-line";
import { buttonStyles } from "@/components/ui/button";
import { Fact } from "@/components/ui/fact";
import { StatusTag } from "@/features/lessons/components/status-tag";
import { lessonTitle } from "@/features/lessons/model";
import { policySteps } from "@/lib/booking-rules";
import { formatCents } from "@/lib/money";
import { formatDuration, formatLongDate, formatTimeRange } from "@/lib/time";
import type { BookingDetail } from "@/lib/types";
import { PLACE_NAMES } from "@/lib/words";

type LessonDetailProps = { lesson: BookingDetail; actions: ReactNode; review: ReactNode; series: ReactNode };

/** Everything about one lesson, for either side of it. */
export function LessonDetail({ lesson, actions, review, series }: LessonDetailProps) {
  return (
    <div className="flex flex-col gap-8">
      <header className="band flex flex-col items-start gap-1 rounded-card bg-band p-5 text-on-band sm:p-6">
        <StatusTag status={lesson.status} />
        <p className="mt-2 text-on-band-soft">{formatLongDate(lesson.booking_date)}</p>
        <p className="text-2xl font-extrabold tabular">
          {formatTimeRange(lesson.start_time, lesson.end_time)}
        </p>
        <h1 className="text-lg font-bold">{lessonTitle(lesson)}</h1>
      </header>
      <div className="flex flex-wrap gap-3">
        {lesson.status === "confirmed" && (
          <a href={`/api/bookings/${lesson.id}/calendar.ics`} download className={buttonStyles("secondary")}>
            <CalendarPlus aria-hidden size={20} />
            Add to calendar
          </a>
        )}
        {actions}
      </div>
      {review}
      <dl className="grid gap-x-8 gap-y-5 border-t border-line pt-6 sm:grid-cols-2">
        <Fact name="Length">{formatDuration(lesson.duration_minutes)}</Fact>
        <Fact name="Place">
          {PLACE_NAMES[lesson.place]}
          {lesson.address && <span className="block font-normal">{lesson.address}</span>}
        </Fact>
        <Fact name="Price">
          {formatCents(lesson.price_cents)}
          <span className="block text-sm font-normal text-soft">Paid to the instructor at the lesson.</span>
        </Fact>
        {lesson.note && <Fact name="Note">{lesson.note}</Fact>}
        {lesson.cancel_reason && <Fact name="Why it was cancelled">{lesson.cancel_reason}</Fact>}
        {lesson.status === "confirmed" && lesson.viewer !== "instructor" && (
          <Fact name="If plans change">
            <PolicyLine steps={policySteps(lesson.cancellation_tiers, lesson.timezone, new Date())} />
          </Fact>
        )}
      </dl>
      {series}
      <History lesson={lesson} />
    </div>
  );
}

function History({ lesson }: { lesson: BookingDetail }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-3 text-xl font-bold">
        History
      </h2>
      <BookingHistory booking={lesson} />
    </section>
  );
}
