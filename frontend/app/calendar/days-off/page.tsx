import type { Metadata } from "next";
import { Toasts } from "@/components/ui/toast";
import { DayOffForm } from "@/features/availability/components/day-off-form";
import { DaysOffList } from "@/features/availability/components/days-off-list";
import { HoursPage } from "@/features/availability/components/hours-page";
import { timesOff } from "@/features/availability/days-off";
import { getDaysOff, getOwnProfile } from "@/features/availability/server-queries";
import { requirePermission } from "@/lib/session";
import { todayIn } from "@/lib/time";

export const metadata: Metadata = { title: "Days off", robots: { index: false } };

export default async function DaysOffPage() {
  await requirePermission("manage_availability", "/calendar/days-off");
  const [profile, { items, total }] = await Promise.all([getOwnProfile(), getDaysOff()]);
  return (
    <HoursPage>
      <div className="flex max-w-prose flex-col gap-8">
        <p className="text-lg text-soft">
          Nothing can be booked on a day off, whatever your hours say. Lessons that are booked stay.
        </p>
        <DayOffForm today={todayIn(profile.timezone)} />
        <section aria-labelledby="coming">
          <h2 id="coming" className="mb-3 text-xl font-bold">
            Coming
          </h2>
          <DaysOffList times={timesOff(items)} />
          {total > items.length && (
            <p className="mt-3 text-soft">
              These are the first {items.length} of {total} days.
            </p>
          )}
        </section>
        <Toasts />
      </div>
    </HoursPage>
  );
}
