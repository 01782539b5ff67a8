import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { Page, PageTitle } from "@/components/layout/page";
import { QueryProvider } from "@/components/query-provider";
import { LessonSummary } from "@/features/booking/components/lesson-summary";
import { Repeat } from "@/features/booking/components/repeat";
import { Terms } from "@/features/booking/components/terms";
import { isTimed } from "@/features/booking/confirm-model";
import { resolveWish, toChoice } from "@/features/booking/model";
import { getInstructor } from "@/features/booking/server-queries";
import { confirmPath, pickPath, readChoice, repeatPath } from "@/lib/paths";
import { requirePermission } from "@/lib/session";
import { formatLongWeekday, formatTime } from "@/lib/time";

export const metadata: Metadata = { title: "Every week", robots: { index: false } };

export default async function RepeatPage({ params, searchParams }: PageProps<"/instructors/[slug]/repeat">) {
  const { slug } = await params;
  const choice = readChoice(await searchParams);
  const [profile] = await Promise.all([
    getInstructor(slug),
    requirePermission("create_bookings", repeatPath(slug, choice)),
  ]);
  if (!profile) notFound();
  const wish = resolveWish(profile, choice);
  if (!wish || !isTimed(wish)) redirect(pickPath(profile.slug, choice));
  const once = { href: confirmPath(profile.slug, toChoice(wish)), name: "Just once" };
  return (
    <Page>
      <PageTitle>
        {formatLongWeekday(wish.date)}s, {formatTime(wish.start)}, with {profile.display_name}
      </PageTitle>
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="order-2 lg:order-1">
          <QueryProvider>
            <Repeat profile={profile} wish={wish} />
          </QueryProvider>
        </div>
        <LessonSummary
          profile={profile}
          wish={wish}
          quote={null}
          other={once}
          terms={<Terms quote={null} isComing={false} />}
        />
      </div>
    </Page>
  );
}
