import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { Page, PageTitle } from "@/components/layout/page";
import { QueryProvider } from "@/components/query-provider";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { RescheduleWithMonth } from "@/features/booking/components/reschedule-with-month";
import { SwapLessons } from "@/features/booking/components/swap-lessons";
import { wishOf } from "@/features/booking/model";
import { getBooking, getInstructor, getSwappable } from "@/features/booking/server-queries";
import { lessonPath, reschedulePath } from "@/lib/paths";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "Move your lesson", robots: { index: false } };

export default async function ReschedulePage({ params }: PageProps<"/lessons/[id]/reschedule">) {
  const { id } = await params;
  await requireUser(reschedulePath(id));
  const lesson = await getBooking(id);
  if (!lesson) notFound();
  if (!lesson.actions.includes("reschedule")) redirect(lessonPath(id));
  const [profile, others] = await Promise.all([getInstructor(lesson.instructor.slug), getSwappable(lesson)]);
  const wish = profile && wishOf(profile, lesson);
  return (
    <Page>
      <PageTitle>
        Move {lesson.subject.name} with {lesson.instructor.display_name}
      </PageTitle>
      {profile && wish ? (
        <QueryProvider>
          <RescheduleWithMonth profile={profile} lesson={lesson} wish={wish} />
          {others.length > 0 && <SwapLessons lesson={lesson} others={others} />}
        </QueryProvider>
      ) : (
        <EmptyState
          title="It cannot be moved at the moment"
          action={<LinkButton href={lessonPath(id)}>Back to the lesson</LinkButton>}
        >
          The instructor takes no bookings for this right now. Your lesson stands as it is.
        </EmptyState>
      )}
    </Page>
  );
}
