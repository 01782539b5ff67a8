import type { Metadata } from "next";
import { CalendarLink } from "@/components/marketplace/calendar-link";
import { LinkButton } from "@/components/ui/button";
import { HoursPage } from "@/features/availability/components/hours-page";
import { WeekEditor } from "@/features/availability/components/week-editor";
import { getDaysOff, getUsualWeek } from "@/features/availability/server-queries";
import { hasHours } from "@/features/availability/usual";
import { Progress } from "@/features/teach/components/progress";
import { nextStep, whyNotFound } from "@/features/teach/model";
import { getTeaching } from "@/features/teach/profile";
import { profilePath, single } from "@/lib/paths";
import { requirePermission } from "@/lib/session";
import { parseDate, startOfWeek, todayIn } from "@/lib/time";

export const metadata: Metadata = { title: "My hours", robots: { index: false } };

export default async function CalendarPage({ searchParams }: PageProps<"/calendar">) {
  await requirePermission("manage_availability", "/calendar");
  const { week } = single(await searchParams);
  const [{ profile, steps }, daysOff, usual] = await Promise.all([
    getTeaching(),
    getDaysOff(),
    getUsualWeek(),
  ]);
  const today = todayIn(profile.timezone);
  const aside = (
    <div className="flex flex-wrap gap-2">
      <CalendarLink />
      {whyNotFound(profile) === null && (
        <LinkButton variant="secondary" size="small" href={profilePath(profile.slug)} prefetch={false}>
          My page, as students see it
        </LinkButton>
      )}
    </div>
  );
  const progress = nextStep(steps) && (
    <div className="mb-8">
      <Progress steps={steps} current="when" />
    </div>
  );
  return (
    <HoursPage above={progress} aside={aside}>
      <WeekEditor
        initialWeek={startOfWeek(parseDate(week) ?? today)}
        today={today}
        hasUsual={hasHours(usual)}
        daysOff={daysOff.items}
      />
    </HoursPage>
  );
}
