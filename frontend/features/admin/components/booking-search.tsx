import { FilterForm } from "@/features/admin/components/filter-form";
import type { BookingFilter } from "@/features/admin/filters";
import { STATUS_NAMES } from "@/lib/words";

/** Whose bookings is chosen on a person's page and stays in the address. */
export function BookingSearch({ filter }: { filter: BookingFilter }) {
  const { status, from, to, student, instructor } = filter;
  const kept = { ...(student ? { student } : {}), ...(instructor ? { instructor } : {}) };
  return (
    <FilterForm
      label="Bookings"
      path="/admin/bookings"
      kept={kept}
      fields={[
        { name: "status", label: "Status", value: status, options: STATUS_NAMES, any: "All but holds" },
        { name: "from", label: "First day", value: from, type: "date" },
        { name: "to", label: "Last day", value: to, type: "date" },
      ]}
    />
  );
}
