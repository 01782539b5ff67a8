import { Table } from "@/features/admin/components/table";
import { periodWords } from "@/features/admin/figures";
import type { RetentionRule } from "@/features/admin/types";

/** What is kept for how long, and why. */
export function RetentionTable({ rules }: { rules: RetentionRule[] }) {
  return (
    <Table
      caption="Retention"
      rows={rules}
      keyOf={({ name }) => name}
      columns={[
        {
          name: "What",
          cell: ({ name }) => <span className="inline-block first-letter:uppercase">{name}</span>,
        },
        { name: "Kept for", numeric: true, cell: ({ days }) => periodWords(days) },
        { name: "Why", wide: true, cell: ({ why }) => why },
        { name: "Table", cell: ({ table }) => table },
      ]}
    />
  );
}
