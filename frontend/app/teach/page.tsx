import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Page, PageTitle } from "@/components/layout/page";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { Invitation } from "@/features/teach/components/invitation";
import { KeptDrafts } from "@/features/teach/components/kept-drafts";
import { Listing } from "@/features/teach/components/listing";
import { Progress } from "@/features/teach/components/progress";
import { nextStep, whyNotFound } from "@/features/teach/model";
import { getTeaching } from "@/features/teach/profile";
import { profilePath } from "@/lib/paths";
import { getUser } from "@/lib/session";

export const metadata: Metadata = {
  title: "Teach",
  alternates: { canonical: "/teach" },
  description:
    "Teach what you know in New York: your hours, your price, booked without a single request to answer.",
};

export default async function TeachPage() {
  const user = await getUser();
  if (!user) return <Invitation />;
  if (!user.permissions.includes("manage_instructor_profile")) redirect("/");
  const { profile, steps } = await getTeaching();
  const next = nextStep(steps);
  return (
    <Page width="prose" className="flex flex-col gap-8">
      <PageTitle>What I teach</PageTitle>
      <Progress steps={steps} {...(next ? { current: next.id } : {})} />
      <KeptDrafts person={user.id} steps={steps} offerings={profile.offerings} />
      {next && (
        <EmptyState title={`Next: ${next.title}`} action={<LinkButton href={next.href}>Go on</LinkButton>}>
          Four steps make you bookable. What you save is kept; leave and come back whenever you like.
        </EmptyState>
      )}
      <Listing
        suspended={profile.suspended_at !== null}
        reason={whyNotFound(profile)}
        profileHref={profilePath(profile.slug)}
      />
    </Page>
  );
}
