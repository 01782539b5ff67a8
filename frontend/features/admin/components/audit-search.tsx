import { FilterForm } from "@/features/admin/components/filter-form";
import type { AuditFilter } from "@/features/admin/filters";
import { ACTION_NAMES } from "@/features/admin/words";

/** By whom and to whom are the numbers that stand on the pages of people and bookings. */
export function AuditSearch({ filter: { action, actor, subject, from, to } }: { filter: AuditFilter }) {
  return (
    <FilterForm
      label="Audit log"
      path="/admin/audit"
      fields={[
        { name: "action", label: "What", value: action, options: ACTION_NAMES },
        { name: "from", label: "First day", value: from, type: "date" },
        { name: "to", label: "Last day", value: to, type: "date" },
        { name: "actor", label: "Done by (number)", value: actor },
        { name: "subject", label: "Done to (number)", value: subject },
      ]}
    />
  );
}
