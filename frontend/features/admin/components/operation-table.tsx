import { ShareBar } from "@/features/admin/components/share-bar";
import { Table } from "@/features/admin/components/table";
import { formatCount, formatMs } from "@/features/admin/figures";
import type { Operation } from "@/features/admin/types";

/** `Service.method`, which may go on in a second line where it is narrow. */
function Breakable({ name }: { name: string }) {
  const [service, ...method] = name.split(".");
  return (
    <>
      {service}
      {method.length > 0 && (
        <>
          .<wbr />
          {method.join(".")}
        </>
      )}
    </>
  );
}

/** Each operation with its 95th percentile as a length beside the slowest one. */
export function OperationTable({ operations }: { operations: Operation[] }) {
  const slowest = Math.max(0, ...operations.map(({ p95_ms: p95 }) => p95));
  return (
    <Table
      caption="Operations of the last hour"
      rows={operations}
      keyOf={({ operation }) => operation}
      empty="Nothing was measured in the last hour."
      columns={[
        { name: "Operation", cell: ({ operation }) => <Breakable name={operation} /> },
        { name: "Calls", numeric: true, cell: ({ count }) => formatCount(count) },
        { name: "Errors", numeric: true, cell: ({ errors }) => formatCount(errors) },
        { name: "Half", numeric: true, cell: (row) => formatMs(row.p50_ms) },
        { name: "95 %", numeric: true, cell: (row) => formatMs(row.p95_ms) },
        { name: "99 %", numeric: true, cell: (row) => formatMs(row.p99_ms) },
        {
          name: "Beside the slowest",
          cell: (row) => (
            <span className="block min-w-24 pt-1">
              <ShareBar part={row.p95_ms} whole={slowest} />
            </span>
          ),
        },
      ]}
    />
  );
}
