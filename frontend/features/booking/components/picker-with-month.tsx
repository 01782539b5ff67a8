import { Picker } from "@/features/booking/components/picker";
import { firstFreeDate, type Wish } from "@/features/booking/model";
import { getFirstMonth } from "@/features/booking/server-queries";
import type { InstructorProfile } from "@/lib/types";

type PickerWithMonthProps = { profile: InstructorProfile; wish: Wish; signedIn: boolean };

/** The picker, opened on the first free day there is. */
export async function PickerWithMonth({ profile, wish, signedIn }: PickerWithMonthProps) {
  const first = await getFirstMonth(profile, wish);
  const initial = { ...wish, date: wish.date ?? firstFreeDate(first.free?.days ?? []) };
  return <Picker profile={profile} initial={initial} first={first} signedIn={signedIn} />;
}
