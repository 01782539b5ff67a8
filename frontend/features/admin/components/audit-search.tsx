import { FilterForm } from "@/features/admin/components/filter-form";
import type { AuditFilter } from "@/features/admin/filters";
import { ACTION_NAMES } from "@/features/admin/words";

type AuditSearchProps = { filter: AuditFilter; findsPeople: boolean };

/** Who did it is found by name; whom it was done to is chosen on their page. Both stay in the address as numbers. */
export function AuditSearch({ filter, findsPeople }: AuditSearchProps) {
  const { action, by, actor, subject, from, to } = filter;
  const kept = { ...(actor ? { actor } : {}), ...(subject ? { subject } : {}) };
  return (
    <FilterForm
      label="Audit log"
      path="/admin/audit"
      kept={kept}
      fields={[
        { name: "action", label: "What", value: action, options: ACTION_NAMES },
        { name: "from", label: "First day", value: from, type: "date" },
        { name: "to", label: "Last day", value: to, type: "date" },
        ...(findsPeople ? [{ name: "by", label: "Done by (name or e-mail)", value: by }] : []),
      ]}
    />
  );
}
