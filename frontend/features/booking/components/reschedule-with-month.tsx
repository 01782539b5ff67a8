import { Reschedule } from "@/features/booking/components/reschedule";
import { firstFreeDate, type Wish } from "@/features/booking/model";
import { getFirstMonth } from "@/features/booking/server-queries";
import { movingRule } from "@/lib/booking-rules";
import type { BookingDetail, InstructorProfile } from "@/lib/types";

type Props = { profile: InstructorProfile; lesson: BookingDetail; wish: Wish };

/** Opened on the lesson's own day where that has something else, else on the first free day of its month. */
export async function RescheduleWithMonth({ profile, lesson, wish }: Props) {
  const first = await getFirstMonth(profile, wish);
  const days = first.free?.days ?? [];
  const hasOwnDay = days.some(({ date, starts }) => date === wish.date && (starts ?? []).length > 0);
  const initial = hasOwnDay ? wish : { ...wish, date: firstFreeDate(days) };
  const rule = movingRule(lesson.starts_at, lesson.timezone, new Date());
  return <Reschedule profile={profile} lesson={lesson} initial={initial} first={first} rule={rule} />;
}
