import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { JsonLd } from "@/components/json-ld";
import { Page } from "@/components/layout/page";
import { Skeleton } from "@/components/ui/skeleton";
import { About, Areas, Terms } from "@/features/profile/components/about";
import { BookBar } from "@/features/profile/components/book-bar";
import { ComingDays } from "@/features/profile/components/coming-days";
import { Offerings } from "@/features/profile/components/offerings";
import { ProfileHeader } from "@/features/profile/components/profile-header";
import { Reviews } from "@/features/profile/components/reviews";
import { descriptionOf, structuredData, subjectsLine } from "@/features/profile/model";
import { getProfile } from "@/features/profile/queries";
import { getBullets } from "@/lib/catalog";
import { siteUrl } from "@/lib/env";
import { getKept } from "@/lib/favorites";
import { profilePath } from "@/lib/paths";

type Props = PageProps<"/instructors/[slug]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const profile = await getProfile((await params).slug);
  if (!profile) return { title: "Instructor not found" };
  const title = `${profile.display_name}: ${subjectsLine(profile)}`;
  return { title, description: descriptionOf(profile), alternates: { canonical: profilePath(profile.slug) } };
}

export default async function InstructorPage({ params }: Props) {
  const { slug } = await params;
  const [profile, letters, kept] = await Promise.all([getProfile(slug), getBullets(), getKept()]);
  if (!profile) notFound();
  return (
    <>
      <JsonLd data={structuredData(profile, siteUrl() + profilePath(profile.slug))} />
      <ProfileHeader profile={profile} letters={letters} kept={kept} />
      <Page className="grid gap-10 pb-28 lg:grid-cols-[minmax(0,1fr)_20rem] lg:pb-10">
        <div className="flex min-w-0 flex-col gap-10">
          <ComingDays profile={profile} />
          <Offerings profile={profile} letters={letters} />
          <About profile={profile} />
          <Suspense fallback={<Skeleton className="h-40 rounded-card" />}>
            <Reviews profile={profile} />
          </Suspense>
        </div>
        <aside className="flex flex-col gap-8 self-start lg:sticky lg:top-28">
          <BookBar profile={profile} />
          <Areas profile={profile} />
          <Terms />
        </aside>
      </Page>
    </>
  );
}
