import { LinkButton } from "@/components/ui/button";
import { plural } from "@/lib/words";

type PagesProps = {
  total: number;
  limit: number;
  offset: number;
  hrefFor: (offset: number) => string;
  one: string;
};

/** Earlier and later, and where one is. Nothing when all fits on one page. */
export function Pages({ total, limit, offset, hrefFor, one }: PagesProps) {
  if (total <= limit) return null;
  const last = Math.min(offset + limit, total);
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-4">
      {offset > 0 ? (
        <LinkButton variant="secondary" rel="prev" href={hrefFor(Math.max(0, offset - limit))}>
          Previous
        </LinkButton>
      ) : (
        <span />
      )}
      <p className="text-sm text-soft tabular">
        {offset + 1} to {last} of {plural(total, one)}
      </p>
      {last < total ? (
        <LinkButton variant="secondary" rel="next" href={hrefFor(offset + limit)}>
          Next
        </LinkButton>
      ) : (
        <span />
      )}
    </nav>
  );
}
