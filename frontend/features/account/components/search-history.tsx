"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { forgetAllSearches, forgetSearch } from "@/features/account/queries";
import { messageOf } from "@/lib/problem";
import { searchAgainPath, searchWords } from "@/lib/search-history";
import { formatInstant } from "@/lib/time";
import type { HistoryEntry } from "@/lib/types";
import { plural } from "@/lib/words";

/** One's own searches, to make again or to forget. */
export function SearchHistory({ entries }: { entries: HistoryEntry[] }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [error, setError] = useState<string | null>(null);
  const forget = (action: () => Promise<void>) =>
    start(async () => {
      try {
        await action();
        setError(null);
      } catch (cause) {
        setError(messageOf(cause));
      }
      router.refresh();
    });
  return (
    <section aria-labelledby="searched" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="searched" className="text-xl font-bold">
          What you searched for
        </h2>
        {entries.length > 0 && (
          <Button
            variant="secondary"
            size="small"
            pending={pending}
            onClick={() => forget(forgetAllSearches)}
          >
            Forget all
          </Button>
        )}
      </div>
      {error && <Notice tone="error">{error}</Notice>}
      {entries.length === 0 && <p className="text-soft">Nothing is kept.</p>}
      <ul className="divide-y divide-line border-line empty:hidden [&:not(:empty)]:border-y">
        {entries.map((entry) => (
          <li key={entry.id} className="flex items-center justify-between gap-2">
            <Link
              href={searchAgainPath(entry)}
              prefetch={false}
              className="min-w-0 flex-1 py-3 hover:underline"
            >
              <span className="block font-semibold">{searchWords(entry)}</span>
              <span className="text-sm text-soft tabular">
                {formatInstant(entry.searched_at)}, {plural(entry.total, "instructor")}
              </span>
            </Link>
            <button
              type="button"
              aria-label={`Forget ${searchWords(entry)}`}
              onClick={() => forget(() => forgetSearch(entry.id))}
              className="grid size-11 shrink-0 place-items-center rounded-control hover:bg-mist"
            >
              <X aria-hidden size={18} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
