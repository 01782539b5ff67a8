import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { LinkButton } from "@/components/ui/button";
import { WeekEditor } from "@/features/availability/components/week-editor";
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
  const { profile, steps } = await getTeaching();
  const today = todayIn(profile.timezone);
  const seeMyPage = (
    <LinkButton variant="secondary" size="small" href={profilePath(profile.slug)} prefetch={false}>
      My page, as students see it
    </LinkButton>
  );
  return (
    <Page>
      {nextStep(steps) && (
        <div className="mb-8">
          <Progress steps={steps} current="when" />
        </div>
      )}
      <PageTitle aside={whyNotFound(profile) === null && seeMyPage}>My hours</PageTitle>
      <WeekEditor initialWeek={startOfWeek(parseDate(week) ?? today)} today={today} />
    </Page>
  );
}
