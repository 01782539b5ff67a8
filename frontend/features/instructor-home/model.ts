import { lessonPath } from "@/lib/paths";
import { addDays, formatDate, formatTimeRange } from "@/lib/time";
import type { AvailabilityWeek, BookedOnDay, Booking, DayOff, OwnProfile } from "@/lib/types";
import { plural } from "@/lib/words";

/** Something that keeps students away or is easily forgotten, and where to mend it. */
export type Attention = { key: string; text: string; href: string; action: string };

const LISTING: Record<OwnProfile["listing"], Attention | null> = {
  listed: null,
  suspended: {
    key: "listing",
    text: "Your profile is down: nobody finds or books you.",
    href: "/teach",
    action: "Put it up again",
  },
  needs_offering: {
    key: "listing",
    text: "Students do not find you yet: you teach no subject.",
    href: "/teach/subjects",
    action: "Add a subject",
  },
  needs_service_area: {
    key: "listing",
    text: "Students do not find you yet: say where you teach.",
    href: "/teach/where",
    action: "Choose neighborhoods",
  },
};

const hasHours = (week: AvailabilityWeek, from: string): boolean =>
  Object.entries(week.days).some(([date, ranges]) => date >= from && ranges.length > 0);

function missingHours(thisWeek: AvailabilityWeek, nextWeek: AvailabilityWeek, today: string): Attention[] {
  if (hasHours(nextWeek, today)) return [];
  const text = hasHours(thisWeek, today)
    ? "You have no hours next week yet."
    : "You have no hours this week or next: nobody can book you then.";
  const href = `/calendar?week=${nextWeek.week_start}`;
  return [{ key: "hours", text, href, action: "Set next week" }];
}

type Booked = Omit<BookedOnDay, "date">;

const lessonOn = (date: string, { start_time, end_time, student_display_name }: Booked): string =>
  `${formatDate(date)}, ${formatTimeRange(start_time, end_time)}: the lesson with ${student_display_name}`;

const outsideHours = (week: AvailabilityWeek, daysOff: readonly DayOff[]): Attention[] =>
  week.outside_hours
    .filter(({ date }) => !daysOff.some((off) => off.date === date))
    .map((lesson) => ({
      key: lesson.booking_id,
      text: `${lessonOn(lesson.date, lesson)} is outside your hours. It stays booked.`,
      href: `/calendar?week=${week.week_start}`,
      action: "See the week",
    }));

const onDaysOff = (daysOff: readonly DayOff[]): Attention[] =>
  daysOff.flatMap(({ date, booked }) =>
    booked.map((lesson) => ({
      key: lesson.booking_id,
      text: `${lessonOn(date, lesson)} stands on a day off. It stays booked.`,
      href: lessonPath(lesson.booking_id),
      action: "See the lesson",
    })),
  );

type Situation = {
  listing: OwnProfile["listing"];
  thisWeek: AvailabilityWeek;
  nextWeek: AvailabilityWeek;
  daysOff: readonly DayOff[];
  today: string;
};

/** What needs the instructor, the worst first. */
export function attentionOf({ listing, thisWeek, nextWeek, daysOff, today }: Situation): Attention[] {
  const unlisted = LISTING[listing];
  return [
    ...(unlisted ? [unlisted] : []),
    ...missingHours(thisWeek, nextWeek, today),
    ...outsideHours(thisWeek, daysOff),
    ...outsideHours(nextWeek, daysOff),
    ...onDaysOff(daysOff),
  ];
}

const COMING_DAYS = 7;

/** The dates of the lessons that the day needs: yesterday's may still be open. */
export const spanAround = (today: string): { from: string; to: string } => ({
  from: addDays(today, -1),
  to: addDays(today, COMING_DAYS),
});

export type LessonDay = { date: string; lessons: Booking[] };

export type Agenda = {
  /** Over, and nobody has said yet how they went. */
  unsettled: Booking[];
  today: Booking[];
  coming: LessonDay[];
  next: Booking | null;
};

const isOpen = (lesson: Booking): boolean => lesson.status === "confirmed";

/** Lessons from yesterday on, sorted into what the page shows. */
export function agendaOf(lessons: readonly Booking[], today: string, now: Date): Agenda {
  const sorted = lessons.toSorted((a, b) => a.starts_at.localeCompare(b.starts_at));
  const later = sorted.filter((lesson) => lesson.booking_date > today && isOpen(lesson));
  const days = Map.groupBy(later, ({ booking_date: date }) => date);
  return {
    unsettled: sorted.filter((lesson) => lesson.booking_date < today && isOpen(lesson)),
    today: sorted.filter((lesson) => lesson.booking_date === today),
    coming: [...days].map(([date, grouped]) => ({ date, lessons: grouped })),
    next: sorted.find((lesson) => isOpen(lesson) && new Date(lesson.ends_at) > now) ?? null,
  };
}

/** "Now" while a lesson runs, "Next" for the one after; null for all others. */
export function momentOf(lesson: Booking, next: Booking | null, now: Date): "Now" | "Next" | null {
  if (lesson.id !== next?.id) return null;
  return new Date(lesson.starts_at) <= now ? "Now" : "Next";
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "3 lessons today, 9 in the week after". */
export function summaryOf({ today, coming }: Agenda): string {
  const after = coming.reduce((sum, day) => sum + day.lessons.length, 0);
  const first = today.length === 0 ? "no lessons today" : `${plural(today.length, "lesson")} today`;
  return capitalised(`${first}, ${after === 0 ? "none" : after} in the week after`);
}
