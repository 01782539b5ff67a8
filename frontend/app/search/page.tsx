import type { Metadata } from "next";
import { Page } from "@/components/layout/page";
import { GuestConsent } from "@/components/marketplace/guest-consent";
import { SearchBox } from "@/components/marketplace/search-box";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { SearchView } from "@/features/search/components/search-view";
import { readState } from "@/features/search/model";
import { search } from "@/features/search/server-queries";
import { getBoroughs, getSearchNames } from "@/lib/catalog";
import { getKept } from "@/lib/favorites";
import { getGuestChoice } from "@/lib/guest-choice";
import { getUser } from "@/lib/session";

type Props = PageProps<"/search">;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const words = readState(await searchParams).q?.[0];
  return { title: words ? `“${words}”` : "Find a lesson", alternates: { canonical: "/search" } };
}

export default async function SearchPage({ searchParams }: Props) {
  const state = readState(await searchParams);
  const [outcome, boroughs, names, kept, user, guest] = await Promise.all([
    search(state),
    getBoroughs(),
    getSearchNames(),
    getKept(),
    getUser(),
    getGuestChoice(),
  ]);
  const { q: words, ...filters } = state;
  return (
    <Page className="flex flex-col gap-4 sm:py-6">
      <h1 className="sr-only">Find a lesson</h1>
      <SearchBox key={words?.[0]} defaultValue={words?.[0] ?? ""} />
      {outcome.answer ? (
        <SearchView answer={outcome.answer} state={state} names={names} boroughs={boroughs} kept={kept} />
      ) : (
        <EmptyState
          title="This search makes no sense to us"
          action={<LinkButton href="/search">Start over</LinkButton>}
        >
          {outcome.refused}
          {Object.keys(filters).length > 0 && " One of the filters in the address is the reason."}
        </EmptyState>
      )}
      {!user && guest === "open" && <GuestConsent initial={guest} />}
    </Page>
  );
}
