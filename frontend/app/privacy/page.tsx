import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { GuestConsent } from "@/components/marketplace/guest-consent";
import { GuestSearches, OwnSearches, PrivacyWords } from "@/components/privacy";
import { getGuestChoice } from "@/lib/guest-choice";
import { getUser } from "@/lib/session";

export const metadata: Metadata = { title: "Privacy", alternates: { canonical: "/privacy" } };

export default async function PrivacyPage() {
  const [user, choice] = await Promise.all([getUser(), getGuestChoice()]);
  const searches = user ? <OwnSearches /> : <GuestSearches choice={<GuestConsent initial={choice} />} />;
  return (
    <Page width="prose">
      <PageTitle>Privacy</PageTitle>
      <PrivacyWords searches={searches} />
    </Page>
  );
}
