import type { ReactNode } from "react";
import { formatLongDate } from "@/lib/time";
import type { Booking } from "@/lib/types";
import { type Agenda, momentOf } from "../model";
import { LessonItem } from "./lesson-item";

type AgendaViewProps = { agenda: Agenda; today: string; now: Date };

/** The timetable from today on; above it what yesterday left open. */
export function AgendaView({ agenda, today, now }: AgendaViewProps) {
  const items = (lessons: readonly Booking[]) =>
    lessons.map((lesson) => (
      <LessonItem key={lesson.id} lesson={lesson} moment={momentOf(lesson, agenda.next, now)} />
    ));
  return (
    <div className="flex flex-col gap-8">
      {agenda.unsettled.length > 0 && (
        <Group title="How did it go yesterday?">{items(agenda.unsettled)}</Group>
      )}
      <Group title={`Today, ${formatLongDate(today)}`}>
        {agenda.today.length > 0 ? (
          items(agenda.today)
        ) : (
          <li className="py-4 text-soft">No lessons today.</li>
        )}
      </Group>
      {agenda.coming.map((day) => (
        <Group key={day.date} title={formatLongDate(day.date)}>
          {items(day.lessons)}
        </Group>
      ))}
      {agenda.coming.length === 0 && <p className="text-soft">Nothing is booked in the week after today.</p>}
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="border-b-2 border-ink pb-1 text-lg font-bold">{title}</h2>
      <ul className="flex flex-col divide-y divide-line">{children}</ul>
    </section>
  );
}
