import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { LinkButton } from "@/components/ui/button";
import { EmptyState, Notice } from "@/components/ui/states";
import { ShowTabs } from "@/features/lessons/components/show-tabs";
import { WishList } from "@/features/waitlist/components/wish-list";
import { getOpenWishes } from "@/features/waitlist/server-queries";
import { single, WISHES } from "@/lib/paths";
import { requirePermission } from "@/lib/session";

export const metadata: Metadata = { title: "Waiting", robots: { index: false } };

export default async function WaitlistPage({ searchParams }: PageProps<"/waitlist">) {
  await requirePermission("create_bookings", WISHES);
  const wishes = await getOpenWishes();
  const { made } = single(await searchParams);
  return (
    <Page width="prose">
      <PageTitle>My lessons</PageTitle>
      <ShowTabs show="waiting" />
      {wishes.length === 0 ? (
        <EmptyState
          title="You wait for nothing"
          action={<LinkButton href="/search">Find a lesson</LinkButton>}
        >
          When nobody is free at the time that suits you, ask to be told: the first one that comes free is
          kept for you.
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-4">
          {made && <Notice tone="success">Noted. A mail comes as soon as a time is free.</Notice>}
          <WishList wishes={wishes} now={new Date()} />
        </div>
      )}
    </Page>
  );
}
