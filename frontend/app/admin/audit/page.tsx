import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Part } from "@/components/ui/part";
import { requireArea } from "@/features/admin/access";
import { ActorChoice } from "@/features/admin/components/actor-choice";
import { AuditRows } from "@/features/admin/components/audit-rows";
import { AuditSearch } from "@/features/admin/components/audit-search";
import { Sheet } from "@/features/admin/components/sheet";
import { VerifyChain } from "@/features/admin/components/verify-chain";
import { type AuditFilter, pathWith, readAuditFilter, readOffset } from "@/features/admin/filters";
import { findPeople, getAudit } from "@/features/admin/server-queries";
import { single } from "@/lib/paths";

export const metadata: Metadata = { title: "Audit log" };

const pathAt = (filter: AuditFilter, offset: number) => pathWith("/admin/audit", { ...filter, offset });
const pathOf = (filter: AuditFilter, actor: string) => pathAt({ ...filter, by: undefined, actor }, 0);

export default async function AuditPage({ searchParams }: PageProps<"/admin/audit">) {
  const values = single(await searchParams);
  const [filter, offset] = [readAuditFilter(values), readOffset(values.offset)];
  const path = pathAt(filter, offset);
  const reader = await requireArea("audit", path);
  const findsPeople = reader.permissions.includes("view_all_users");
  const people = filter.by && findsPeople ? await findPeople(filter.by) : null;
  const [only] = people?.items ?? [];
  if (only && people?.total === 1) redirect(pathOf(filter, only.id));
  return (
    <Sheet title="Audit log">
      <VerifyChain />
      <AuditSearch filter={filter} findsPeople={findsPeople} />
      {filter.by && people ? (
        <ActorChoice
          by={filter.by}
          people={people.items}
          total={people.total}
          hrefFor={(id) => pathOf(filter, id)}
        />
      ) : (
        <Part key={path} label="Loading the audit log" skeleton="h-96" load={() => getAudit(filter, offset)}>
          {(found) => (
            <AuditRows found={found} filter={filter} offset={offset} readerId={reader.id} hrefFor={pathAt} />
          )}
        </Part>
      )}
    </Sheet>
  );
}
