import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Page, PageTitle } from "@/components/layout/page";
import { QueryProvider } from "@/components/query-provider";
import { EmptyState } from "@/components/ui/states";
import { PickerWithMonth } from "@/features/booking/components/picker-with-month";
import { resolveWish } from "@/features/booking/model";
import { getInstructor } from "@/features/booking/server-queries";
import { profilePath, readChoice } from "@/lib/paths";
import { getUser } from "@/lib/session";

type Props = PageProps<"/instructors/[slug]/book">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const profile = await getInstructor((await params).slug);
  return {
    title: profile ? `Pick a time with ${profile.display_name}` : "Not found",
    robots: { index: false },
  };
}

export default async function PickPage({ params, searchParams }: Props) {
  const profile = await getInstructor((await params).slug);
  if (!profile) notFound();
  const wish = resolveWish(profile, readChoice(await searchParams));
  const signedIn = (await getUser())?.permissions.includes("create_bookings") ?? false;
  return (
    <Page>
      <PageTitle
        aside={
          <Link
            href={profilePath(profile.slug)}
            className="inline-flex min-h-11 items-center font-semibold text-blue hover:underline"
          >
            About {profile.display_name}
          </Link>
        }
      >
        Pick a time with {profile.display_name}
      </PageTitle>
      {wish ? (
        <QueryProvider>
          <PickerWithMonth profile={profile} wish={wish} signedIn={signedIn} />
        </QueryProvider>
      ) : (
        <EmptyState title="Not bookable at the moment">
          This instructor offers no lessons right now.
        </EmptyState>
      )}
    </Page>
  );
}
