import { Picker } from "@/features/booking/components/picker";
import { firstFreeDate, type Wish } from "@/features/booking/model";
import { getFirstMonth } from "@/features/booking/server-queries";
import type { InstructorProfile } from "@/lib/types";

/** The picker, opened on the first free day there is. */
export async function PickerWithMonth({ profile, wish }: { profile: InstructorProfile; wish: Wish }) {
  const { month, free } = await getFirstMonth(profile, wish);
  const initial = { ...wish, date: wish.date ?? firstFreeDate(free?.days ?? []) };
  return <Picker profile={profile} initial={initial} firstMonth={month} firstFree={free} />;
}
