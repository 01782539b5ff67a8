"use client";

import type { MouseEvent, ReactNode } from "react";
import { type Followed, reportFollowed } from "@/features/search/interactions";

type FollowedListProps = { searchId: string; items: (Followed & { key: string; card: ReactNode })[] };

/** The results in their order; the search hears which of them are followed, in this tab or a new one. */
export function FollowedList({ searchId, items }: FollowedListProps) {
  const report = (event: MouseEvent, followed: Followed) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link) reportFollowed(searchId, followed, link.pathname);
  };
  return (
    <ol className="flex flex-col gap-4">
      {items.map(({ key, card, ...followed }) => (
        // Enter on a link inside arrives as a click.
        <li
          key={key}
          onClickCapture={(event) => report(event, followed)}
          onAuxClickCapture={(event) => report(event, followed)}
        >
          {card}
        </li>
      ))}
    </ol>
  );
}
