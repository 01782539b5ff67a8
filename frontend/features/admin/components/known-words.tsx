import { Table } from "@/features/admin/components/table";
import type { KnownAlias } from "@/features/admin/types";
import { formatInstant } from "@/lib/time";

/** What people taught; the words of the catalog's files are not among them. */
export function KnownWords({ words }: { words: KnownAlias[] }) {
  return (
    <Table
      caption="Learned words"
      rows={words}
      keyOf={({ alias }) => alias}
      empty="No word was made known yet."
      columns={[
        { name: "Word", cell: ({ alias }) => alias },
        { name: "Means", cell: ({ name }) => name },
        { name: "Since", numeric: true, cell: (row) => formatInstant(row.learned_at) },
      ]}
    />
  );
}
