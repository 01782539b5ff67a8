import { History } from "lucide-react";
import Link from "next/link";
import { chipStyles } from "@/components/ui/chip";
import { getSearches } from "@/lib/recent-searches";
import { searchAgainPath, searchWords } from "@/lib/search-history";

const SHOWN = 4;

/** For who is signed in: what was looked for last, one press away. */
export async function RecentSearches() {
  const entries = await getSearches(SHOWN);
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="recent">
      <h2 id="recent" className="mb-3 text-sm font-semibold text-soft">
        Your last searches
      </h2>
      <ul className="flex flex-wrap gap-2">
        {entries.map((entry) => (
          <li key={entry.id} className="max-w-full">
            <Link href={searchAgainPath(entry)} prefetch={false} className={`${chipStyles} max-w-full`}>
              <History aria-hidden size={16} className="shrink-0" />
              <span className="truncate">{searchWords(entry)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
