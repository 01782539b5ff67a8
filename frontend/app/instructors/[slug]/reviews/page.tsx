import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Page, PageTitle } from "@/components/layout/page";
import { Pages } from "@/components/marketplace/pages";
import { Stars } from "@/components/ui/stars";
import { ReviewList } from "@/features/profile/components/reviews";
import { getProfile, getReviews } from "@/features/profile/queries";
import { profilePath, reviewsPath, single } from "@/lib/paths";

type Props = PageProps<"/instructors/[slug]/reviews">;

const PER_PAGE = 20;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const profile = await getProfile((await params).slug);
  if (!profile) return { title: "Instructor not found" };
  return {
    title: `Reviews of ${profile.display_name}`,
    alternates: { canonical: reviewsPath(profile.slug) },
  };
}

export default async function ReviewsPage({ params, searchParams }: Props) {
  const profile = await getProfile((await params).slug);
  if (!profile) notFound();
  const offset = Math.max(0, Number.parseInt(single(await searchParams).offset ?? "0", 10) || 0);
  const page = await getReviews(profile.slug, PER_PAGE, offset);
  return (
    <Page className="flex flex-col gap-6">
      <Link
        href={profilePath(profile.slug)}
        className="inline-flex min-h-11 items-center self-start font-semibold text-blue hover:underline"
      >
        About {profile.display_name}
      </Link>
      <PageTitle aside={<Stars rating={profile.rating} count={profile.review_count} />}>
        Reviews of {profile.display_name}
      </PageTitle>
      <ReviewList reviews={page.items} />
      <Pages {...page} one="review" hrefFor={(next) => reviewsPath(profile.slug, next)} />
    </Page>
  );
}
