import type { Metadata } from "next";
import { SearchChoices } from "@/features/account/components/search-choices";
import { SearchHistory } from "@/features/account/components/search-history";
import { getSearches } from "@/lib/recent-searches";
import { requirePermission } from "@/lib/session";

export const metadata: Metadata = { title: "Searches", robots: { index: false } };

const SHOWN = 50;

export default async function SearchesPage() {
  const user = await requirePermission("view_own_search_history", "/account/searches");
  return (
    <div className="flex flex-col gap-10">
      <SearchHistory entries={await getSearches(SHOWN)} />
      <SearchChoices user={user} />
    </div>
  );
}
