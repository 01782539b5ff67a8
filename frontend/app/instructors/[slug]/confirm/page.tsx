import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { Page, PageTitle } from "@/components/layout/page";
import { QueryProvider } from "@/components/query-provider";
import { AuthInPlace } from "@/features/auth/components/auth-in-place";
import { Confirm } from "@/features/booking/components/confirm";
import { isTimed, quoteRequest } from "@/features/booking/confirm-model";
import { resolveWish, toChoice } from "@/features/booking/model";
import { getInstructor, getQuote } from "@/features/booking/server-queries";
import { OfferNote } from "@/features/waitlist/components/offer-note";
import { getOfferedWish } from "@/features/waitlist/server-queries";
import { pickPath, readChoice } from "@/lib/paths";
import { getUser } from "@/lib/session";
import type { User } from "@/lib/types";

export const metadata: Metadata = { title: "Confirm your lesson", robots: { index: false } };

function accessOf(user: User | null): "guest" | "may-book" | "may-not-book" {
  if (!user) return "guest";
  return user.permissions.includes("create_bookings") ? "may-book" : "may-not-book";
}

export default async function ConfirmPage({
  params,
  searchParams,
}: PageProps<"/instructors/[slug]/confirm">) {
  const [profile, user] = await Promise.all([getInstructor((await params).slug), getUser()]);
  if (!profile) notFound();
  const choice = readChoice(await searchParams);
  const wish = resolveWish(profile, choice);
  if (!wish || !isTimed(wish)) redirect(pickPath(profile.slug, choice));
  const access = accessOf(user);
  const [quote, waited] = await Promise.all([
    getQuote(quoteRequest(profile, wish, profile.areas[0]?.slug ?? null)),
    access === "may-book" ? getOfferedWish(profile.id, toChoice(wish)) : null,
  ]);
  return (
    <Page>
      <PageTitle>Confirm your lesson</PageTitle>
      <QueryProvider>
        <Confirm
          profile={profile}
          initial={wish}
          initialQuote={quote}
          access={access}
          signIn={<AuthInPlace />}
          neighborhood={waited?.neighborhood ?? null}
          note={waited && <OfferNote wishId={waited.id} />}
        />
      </QueryProvider>
    </Page>
  );
}
