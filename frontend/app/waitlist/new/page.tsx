import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page, PageTitle } from "@/components/layout/page";
import { WishForm } from "@/features/waitlist/components/wish-form";
import { readWish } from "@/features/waitlist/model";
import { findWhose } from "@/features/waitlist/whose";
import { single, wishPath } from "@/lib/paths";
import { requirePermission } from "@/lib/session";
import { todayIn } from "@/lib/time";

export const metadata: Metadata = { title: "Tell me when", robots: { index: false } };

export default async function NewWishPage({ searchParams }: PageProps<"/waitlist/new">) {
  const query = await searchParams;
  await requirePermission("create_bookings", wishPath(query));
  const found = await findWhose(single(query));
  if (!found) notFound();
  const { title, whose, sold, areas, timezone } = found;
  const today = todayIn(timezone);
  const chosen = sold.find(({ id }) => id === single(query).offering) ?? sold[0];
  if (!chosen) notFound();
  const initial = { ...readWish(query, chosen, today), offering: chosen.id };
  return (
    <Page width="prose">
      <PageTitle>Tell me when {title} comes free</PageTitle>
      <WishForm whose={whose} sold={sold} areas={areas} initial={initial} today={today} />
    </Page>
  );
}
