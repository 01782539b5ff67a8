import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Page } from "@/components/layout/page";
import { Outcome } from "@/features/instructor-home/components/outcome";
import { CancelLesson } from "@/features/lessons/components/cancel-lesson";
import { LessonDetail } from "@/features/lessons/components/lesson-detail";
import { LessonReview } from "@/features/lessons/components/lesson-review";
import { SeriesLessons } from "@/features/lessons/components/series-lessons";
import { StudentActions } from "@/features/lessons/components/student-actions";
import { getLesson, getLessonReview, getSeries } from "@/features/lessons/server-queries";
import { lessonPath } from "@/lib/paths";
import { requireUser } from "@/lib/session";
import type { Booking, BookingDetail } from "@/lib/types";

export const metadata: Metadata = { title: "Lesson", robots: { index: false } };

type ActionsProps = { lesson: BookingDetail; series: Booking[] };

function InstructorActions({ lesson, series }: ActionsProps) {
  const { id, actions, student } = lesson;
  return (
    <>
      <Outcome lesson={{ id, actions, student }} />
      {actions.includes("cancel") && <CancelLesson lesson={lesson} series={series} />}
    </>
  );
}

export default async function LessonPage({ params }: PageProps<"/lessons/[id]">) {
  const { id } = await params;
  await requireUser(lessonPath(id));
  const [lesson, review] = await Promise.all([getLesson(id), getLessonReview(id)]);
  if (!lesson) notFound();
  const isStudent = lesson.viewer !== "instructor";
  const series = await getSeries(lesson);
  const Actions = isStudent ? StudentActions : InstructorActions;
  return (
    <Page width="prose">
      <Link
        href={isStudent ? "/lessons" : "/instructor"}
        className="mb-4 inline-flex min-h-11 items-center font-semibold text-blue hover:underline"
      >
        {isStudent ? "My lessons" : "Today"}
      </Link>
      <LessonDetail
        lesson={lesson}
        actions={<Actions lesson={lesson} series={series?.lessons ?? []} />}
        review={<LessonReview lesson={lesson} data={review} />}
        series={series && <SeriesLessons series={series} current={lesson.id} />}
      />
    </Page>
  );
}
