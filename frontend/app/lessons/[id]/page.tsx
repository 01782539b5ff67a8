import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Page } from "@/components/layout/page";
import { LinkButton } from "@/components/ui/button";
import { CancelLesson } from "@/features/lessons/components/cancel-lesson";
import { LessonDetail } from "@/features/lessons/components/lesson-detail";
import { getLesson } from "@/features/lessons/server-queries";
import { lessonPath, pickPath } from "@/lib/paths";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "Lesson", robots: { index: false } };

export default async function LessonPage({ params }: PageProps<"/lessons/[id]">) {
  const { id } = await params;
  await requireUser(lessonPath(id));
  const lesson = await getLesson(id);
  if (!lesson) notFound();
  const isStudent = lesson.viewer !== "instructor";
  const again = { offering: lesson.offering_id, duration: lesson.duration_minutes, place: lesson.place };
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
        actions={
          <>
            {isStudent && (
              <LinkButton variant="secondary" href={pickPath(lesson.instructor.slug, again)} prefetch={false}>
                Book again
              </LinkButton>
            )}
            {lesson.actions.includes("cancel") && (
              <CancelLesson lesson={{ id: lesson.id, viewer: lesson.viewer }} />
            )}
          </>
        }
      />
    </Page>
  );
}
