import type { Metadata } from "next";
import { Pages } from "@/components/marketplace/pages";
import { Part } from "@/components/ui/part";
import { EmptyState } from "@/components/ui/states";
import { requireArea } from "@/features/admin/access";
import { AuditList } from "@/features/admin/components/audit-list";
import { AuditSearch } from "@/features/admin/components/audit-search";
import { Sheet } from "@/features/admin/components/sheet";
import { VerifyChain } from "@/features/admin/components/verify-chain";
import { pathWith, readAuditFilter, readOffset } from "@/features/admin/filters";
import { getAudit, PER_PAGE } from "@/features/admin/server-queries";
import { single } from "@/lib/paths";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: PageProps<"/admin/audit">) {
  const values = single(await searchParams);
  const [filter, offset] = [readAuditFilter(values), readOffset(values.offset)];
  const pathAt = (next: number) => pathWith("/admin/audit", { ...filter, offset: next });
  const reader = await requireArea("audit", pathAt(offset));
  return (
    <Sheet title="Audit log">
      <VerifyChain />
      <AuditSearch filter={filter} />
      <Part
        key={pathAt(offset)}
        label="Loading the audit log"
        skeleton="h-96"
        load={() => getAudit(filter, offset)}
      >
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState title="No rows">Nothing like this was done in these days.</EmptyState>
          ) : (
            <div className="flex flex-col gap-6">
              <AuditList entries={items} readerId={reader.id} />
              <Pages total={total} limit={PER_PAGE} offset={offset} one="row" hrefFor={pathAt} />
            </div>
          )
        }
      </Part>
    </Sheet>
  );
}
