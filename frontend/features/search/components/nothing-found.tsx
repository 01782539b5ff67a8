import type { ReactElement } from "react";
import { WishLink } from "@/components/marketplace/wish-link";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import type { OtherDay, Way } from "@/features/search/ways";
import type { WishStart } from "@/lib/paths";
import { formatDate } from "@/lib/time";
import { plural } from "@/lib/words";

type NothingFoundProps = { ways: Way[]; days: OtherDay[]; wish: WishStart | null };

/** Which constraint stands in the way, and what giving it up would find. Nothing is dropped silently. */
export function NothingFound({ ways, days, wish }: NothingFoundProps) {
  return (
    <EmptyState title="Nobody fits all of this">
      <div className="flex flex-col gap-6">
        {days.length > 0 && (
          <Choices words="Just this, on another day:">
            {days.map(({ date, href, total }) => (
              <LinkButton key={date} variant="secondary" href={href}>
                {formatDate(date)}: {plural(total, "instructor")}
              </LinkButton>
            ))}
          </Choices>
        )}
        {ways.length > 0 && (
          <Choices words="Give up one thing, and there are:">
            {ways.map(({ group, label, href, total }) => (
              <LinkButton key={group} variant="secondary" href={href}>
                {plural(total, "instructor")} without “{label}”
              </LinkButton>
            ))}
          </Choices>
        )}
        {ways.length === 0 && (
          <Choices words="Even with one thing fewer nobody does. Start from a wider question.">
            {[
              <LinkButton key="all" href="/search">
                See everyone
              </LinkButton>,
            ]}
          </Choices>
        )}
        {wish && <WishLink start={wish} lead="Or wait for just this:" />}
      </div>
    </EmptyState>
  );
}

function Choices({ words, children }: { words: string; children: ReactElement[] }) {
  return (
    <div>
      <p className="mb-3">{words}</p>
      <ul className="flex flex-col items-start gap-2 sm:flex-row sm:flex-wrap">
        {children.map((child) => (
          <li key={child.key}>{child}</li>
        ))}
      </ul>
    </div>
  );
}
