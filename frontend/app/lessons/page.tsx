import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { CalendarLink } from "@/components/marketplace/calendar-link";
import { Pages } from "@/components/marketplace/pages";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { LessonList } from "@/features/lessons/components/lesson-list";
import { ShowTabs } from "@/features/lessons/components/show-tabs";
import { readShow } from "@/features/lessons/model";
import { getLessons, LESSONS_PER_PAGE } from "@/features/lessons/server-queries";
import { single } from "@/lib/paths";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "My lessons", robots: { index: false } };

export default async function LessonsPage({ searchParams }: PageProps<"/lessons">) {
  await requireUser("/lessons");
  const values = single(await searchParams);
  const show = readShow(values.show);
  const offset = Math.max(0, Number.parseInt(values.offset ?? "0", 10) || 0);
  const { items, total } = await getLessons(show, offset);
  return (
    <Page width="prose">
      <PageTitle aside={<CalendarLink />}>My lessons</PageTitle>
      <ShowTabs show={show} />
      {items.length === 0 ? (
        <EmptyState
          title={show === "upcoming" ? "Nothing coming up" : "No lessons yet"}
          action={<LinkButton href="/search">Find a lesson</LinkButton>}
        >
          Lessons that you book stand here, with everything you need on the day.
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-8">
          <LessonList lessons={items} />
          <Pages
            total={total}
            limit={LESSONS_PER_PAGE}
            offset={offset}
            one="lesson"
            hrefFor={(next) => `/lessons?show=${show}&offset=${next}`}
          />
        </div>
      )}
    </Page>
  );
}
