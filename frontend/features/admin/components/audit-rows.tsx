import Link from "next/link";
import { Pages } from "@/components/marketplace/pages";
import { EmptyState } from "@/components/ui/states";
import { AuditList } from "@/features/admin/components/audit-list";
import type { AuditFilter } from "@/features/admin/filters";
import { type Listed, PER_PAGE } from "@/features/admin/server-queries";
import type { AuditEntry } from "@/features/admin/types";
import { actorName } from "@/features/admin/words";

type AuditRowsProps = {
  found: Listed<AuditEntry>;
  filter: AuditFilter;
  offset: number;
  readerId: string;
  hrefFor: (filter: AuditFilter, offset: number) => string;
};

/** One page of the log, and by whom when that was asked for. */
export function AuditRows({ found: { items, total }, filter, offset, readerId, hrefFor }: AuditRowsProps) {
  const [first] = items;
  if (!first) return <EmptyState title="No rows">Nothing like this was done in these days.</EmptyState>;
  return (
    <div className="flex flex-col gap-6">
      {filter.actor && (
        <p className="flex flex-wrap items-center gap-x-4">
          Done by {actorName(first)}.
          <Link
            href={hrefFor({ ...filter, actor: undefined }, 0)}
            className="inline-flex min-h-11 items-center font-semibold text-blue hover:underline"
          >
            By anybody
          </Link>
        </p>
      )}
      <AuditList entries={items} readerId={readerId} />
      <Pages
        total={total}
        limit={PER_PAGE}
        offset={offset}
        one="row"
        hrefFor={(next) => hrefFor(filter, next)}
      />
    </div>
  );
}
