import { MapPin, Video } from "lucide-react";
import Link from "next/link";
import { Tag } from "@/components/ui/chip";
import { formatCents } from "@/lib/money";
import { lessonPath } from "@/lib/paths";
import { formatDuration, formatTimeRange } from "@/lib/time";
import type { Booking } from "@/lib/types";
import { nameOfSlug, OWN_PLACE_NAMES, STATUS_NAMES } from "@/lib/words";
import { Outcome } from "./outcome";

type LessonItemProps = { lesson: Booking; moment: "Now" | "Next" | null };

/** One lesson as the instructor needs it on the day: when, who, where, and what the student wrote. */
export function LessonItem({ lesson, moment }: LessonItemProps) {
  const { first_name, last_name } = lesson.student;
  return (
    <li className="grid gap-x-6 gap-y-2 py-4 sm:grid-cols-[13rem_minmax(0,1fr)]">
      <p className="flex flex-wrap items-center gap-2 self-start text-lg font-bold tabular">
        {formatTimeRange(lesson.start_time, lesson.end_time)}
        {moment && <Tag tone="taxi">{moment}</Tag>}
        {lesson.status !== "confirmed" && (
          <Tag tone={lesson.status === "completed" ? "green" : "red"}>{STATUS_NAMES[lesson.status]}</Tag>
        )}
      </p>
      <div className="flex flex-col items-start gap-1.5">
        <h3 className="font-semibold">
          <Link
            href={lessonPath(lesson.id)}
            prefetch={false}
            className="-my-2.5 inline-flex min-h-11 min-w-11 items-center underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink"
          >
            {lesson.subject.name} with {first_name} {last_name}
          </Link>
        </h3>
        <div className="flex flex-wrap gap-x-4 text-soft tabular">
          <p>
            {formatDuration(lesson.duration_minutes)}, {formatCents(lesson.price_cents)}
          </p>
          <Where lesson={lesson} />
        </div>
        {lesson.note && (
          <p className="max-w-prose whitespace-pre-line border-l-4 border-line pl-3">{lesson.note}</p>
        )}
        <Outcome lesson={lesson} />
      </div>
    </li>
  );
}

function Where({ lesson }: { lesson: Booking }) {
  const Icon = lesson.place === "online" ? Video : MapPin;
  const area = lesson.neighborhood && nameOfSlug(lesson.neighborhood);
  return (
    <p className="flex items-start gap-1.5">
      <Icon aria-hidden size={18} className="mt-[0.1875rem] shrink-0" />
      <span>{[OWN_PLACE_NAMES[lesson.place], lesson.address, area].filter(Boolean).join(", ")}</span>
    </p>
  );
}
