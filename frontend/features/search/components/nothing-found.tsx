import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { type Chip, groupOf, searchPath } from "@/features/search/model";
import type { Relaxed } from "@/lib/types";
import { plural } from "@/lib/words";

type NothingFoundProps = { chips: Chip[]; relaxed: Relaxed[] };

/** Which constraint stands in the way, and what giving it up would find. Nothing is dropped silently. */
export function NothingFound({ chips, relaxed }: NothingFoundProps) {
  const ways = relaxed
    .filter(({ total_without_it: total }) => total > 0)
    .toSorted((a, b) => b.total_without_it - a.total_without_it)
    .flatMap(({ constraint, total_without_it: total }) => {
      const chip = chips.find(({ group }) => group === groupOf(constraint));
      return chip ? [{ ...chip, total }] : [];
    });
  return (
    <EmptyState title="Nobody fits all of this">
      {ways.length === 0 ? (
        <div className="flex flex-col items-start gap-4">
          <p>Even with one thing fewer nobody does. Start from a wider question.</p>
          <LinkButton href="/search">See everyone</LinkButton>
        </div>
      ) : (
        <>
          <p className="mb-4">Give up one thing, and there are:</p>
          <ul className="flex flex-col items-start gap-2">
            {ways.map(({ group, label, withoutIt, total }) => (
              <li key={group}>
                <LinkButton variant="secondary" href={searchPath(withoutIt)}>
                  {plural(total, "instructor")} without “{label}”
                </LinkButton>
              </li>
            ))}
          </ul>
        </>
      )}
    </EmptyState>
  );
}
