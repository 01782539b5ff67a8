import type { Metadata } from "next";
import { HoursPage } from "@/features/availability/components/hours-page";
import { UsualEditor } from "@/features/availability/components/usual-editor";
import { getUsualWeek } from "@/features/availability/server-queries";
import { requirePermission } from "@/lib/session";

export const metadata: Metadata = { title: "Usual week", robots: { index: false } };

export default async function UsualWeekPage() {
  await requirePermission("manage_availability", "/calendar/usual");
  return (
    <HoursPage>
      <p className="mb-6 max-w-prose text-lg text-soft">
        The hours of a week like any other. They open each coming day by themselves; a day that you edit by
        hand stays as you left it.
      </p>
      <UsualEditor usual={await getUsualWeek()} />
    </HoursPage>
  );
}
