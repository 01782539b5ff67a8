import { LoadedSection } from "@/features/admin/components/section";
import { ShareBar } from "@/features/admin/components/share-bar";
import { Table } from "@/features/admin/components/table";
import { Tiles } from "@/features/admin/components/tiles";
import { formatBytes, formatCount, formatMs, formatShare, formatWait } from "@/features/admin/figures";
import {
  getDatabaseHealth,
  getDatabasePool,
  getDatabaseStats,
  getSlowQueries,
} from "@/features/admin/monitoring-queries";
import type { DatabaseStats } from "@/features/admin/types";

export function DatabaseView() {
  return (
    <>
      <LoadedSection title="Health" skeleton="h-24" load={getDatabaseHealth}>
        {({ status, latency_ms: latency }) => (
          <Tiles
            tiles={[
              { name: "PostgreSQL is", value: status },
              { name: "Answers in", value: formatMs(latency) },
            ]}
          />
        )}
      </LoadedSection>
      <LoadedSection title="Pool" note="Connections of the process that answered." load={getDatabasePool}>
        {({ size, checked_out: out, checked_in: idle, overflow }) => (
          <>
            <Tiles
              tiles={[
                { name: "In use", value: formatCount(out), note: `of ${formatCount(size)} that are kept` },
                { name: "Idle", value: formatCount(idle) },
                { name: "Beyond the pool", value: formatCount(Math.max(0, overflow)) },
              ]}
            />
            <ShareBar part={out} whole={size} />
          </>
        )}
      </LoadedSection>
      <LoadedSection
        title="Slow queries"
        note="The most time in all first; values are left out."
        load={getSlowQueries}
      >
        {({ enabled, queries }) => (
          <Table
            caption="Statements by the time that they took"
            rows={queries}
            keyOf={(row) => `${row.query} ${row.calls} ${row.total_ms}`}
            empty={enabled ? "No statement yet." : "This server does not keep pg_stat_statements."}
            columns={[
              {
                name: "Statement",
                // Narrow on phones, so that the figures are seen without scrolling.
                cell: ({ query }) => (
                  <code className="line-clamp-4 w-44 break-words font-normal md:w-auto md:min-w-60">
                    {query}
                  </code>
                ),
              },
              { name: "Calls", numeric: true, cell: ({ calls }) => formatCount(calls) },
              { name: "Mean", numeric: true, cell: (row) => formatMs(row.mean_ms) },
              { name: "Longest", numeric: true, cell: (row) => formatMs(row.max_ms) },
              { name: "In all", numeric: true, cell: (row) => formatMs(row.total_ms) },
            ]}
          />
        )}
      </LoadedSection>
      <LoadedSection title="Server and tables" load={getDatabaseStats}>
        {(stats) => <Stats stats={stats} />}
      </LoadedSection>
    </>
  );
}

function Stats({ stats }: { stats: DatabaseStats }) {
  const { outbox, cache_hit_ratio: hits } = stats;
  return (
    <div className="flex flex-col gap-6">
      <Tiles
        tiles={[
          { name: "Size", value: formatBytes(stats.bytes) },
          {
            name: "Connections",
            value: formatCount(stats.connections),
            note: `of ${formatCount(stats.max_connections)} at most`,
          },
          { name: "Read from memory", value: hits === null ? "No reads yet" : formatShare(hits) },
          {
            name: "Commits",
            value: formatCount(stats.commits),
            note: `${formatCount(stats.rollbacks)} rolled back`,
          },
          { name: "Deadlocks", value: formatCount(stats.deadlocks) },
          {
            name: "Outbox",
            value: `${formatCount(outbox.waiting)} waiting`,
            note:
              outbox.oldest_due_seconds === null
                ? "none is due"
                : `due for ${formatWait(outbox.oldest_due_seconds)}`,
          },
          { name: "Given up", value: formatCount(outbox.dead), note: "messages" },
        ]}
      />
      <p className="text-sm text-soft">{stats.version}</p>
      <Table
        caption="Tables"
        rows={stats.tables}
        keyOf={({ table }) => table}
        columns={[
          { name: "Table", cell: ({ table }) => table },
          { name: "Rows, about", numeric: true, cell: ({ rows }) => formatCount(rows) },
          { name: "Dead rows", numeric: true, cell: (row) => formatCount(row.dead_rows) },
          { name: "Size", numeric: true, cell: ({ bytes }) => formatBytes(bytes) },
        ]}
      />
    </div>
  );
}
