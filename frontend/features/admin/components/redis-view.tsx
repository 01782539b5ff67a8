import { LoadedSection } from "@/features/admin/components/section";
import { ShareBar } from "@/features/admin/components/share-bar";
import { Table } from "@/features/admin/components/table";
import { Tiles } from "@/features/admin/components/tiles";
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatMs,
  formatShare,
  formatWait,
} from "@/features/admin/figures";
import { getQueues, getRedisHealth, getRedisKeys, getRedisStats } from "@/features/admin/monitoring-queries";
import type { CeleryQueues, RedisStats } from "@/features/admin/types";
import { plural } from "@/lib/words";

export function RedisView() {
  return (
    <>
      <LoadedSection title="Queues" load={getQueues}>
        {(queues) => <QueueTable queues={queues} />}
      </LoadedSection>
      <LoadedSection title="Health" skeleton="h-24" load={getRedisHealth}>
        {({ status, latency_ms: latency }) => (
          <Tiles
            tiles={[
              { name: "Redis is", value: status },
              { name: "Answers in", value: formatMs(latency) },
            ]}
          />
        )}
      </LoadedSection>
      <LoadedSection title="Since its start" load={getRedisStats}>
        {(stats) => <Stats stats={stats} />}
      </LoadedSection>
      <LoadedSection
        title="Keys"
        note="By the first part of their names; names and values may belong to people and are not shown."
        load={getRedisKeys}
      >
        {({ groups, total, looked_at: lookedAt, complete }) => (
          <>
            <p className="text-sm text-soft">
              {plural(total, "key")}
              {!complete && `; ${formatCount(lookedAt)} of them were looked at`}.
            </p>
            <Table
              caption="Keys by kind"
              rows={groups}
              keyOf={({ prefix }) => prefix}
              empty="No keys."
              columns={[
                { name: "Kind", cell: ({ prefix }) => prefix },
                { name: "Keys", numeric: true, cell: ({ count }) => formatCount(count) },
              ]}
            />
          </>
        )}
      </LoadedSection>
    </>
  );
}

function QueueTable({ queues: { queues, unacknowledged } }: { queues: CeleryQueues }) {
  return (
    <>
      <Table
        caption="Celery queues"
        rows={queues}
        keyOf={({ queue }) => queue}
        empty="No queue has a task."
        columns={[
          { name: "Queue", cell: ({ queue }) => queue },
          { name: "Waiting", numeric: true, cell: ({ waiting }) => formatCount(waiting) },
          {
            name: "The oldest for",
            numeric: true,
            cell: ({ oldest_seconds: oldest }) => (oldest === null ? "None waits" : formatWait(oldest)),
          },
        ]}
      />
      <p className="text-sm text-soft">{plural(unacknowledged, "task")} in workers&apos; hands.</p>
    </>
  );
}

function Stats({ stats }: { stats: RedisStats }) {
  const reads = stats.keyspace_hits + stats.keyspace_misses;
  return (
    <>
      <Tiles
        tiles={[
          { name: "Version", value: stats.version, note: `up for ${formatWait(stats.uptime_seconds)}` },
          { name: "Memory", value: formatBytes(stats.used_memory_bytes) },
          { name: "Clients", value: formatCount(stats.connected_clients) },
          {
            name: "Commands",
            value: formatCount(stats.commands_processed),
            note: `${formatDecimal(stats.commands_per_second)} a second now`,
          },
          { name: "Keys evicted", value: formatCount(stats.evicted_keys) },
          { name: "Keys expired", value: formatCount(stats.expired_keys) },
        ]}
      />
      <div className="flex flex-col gap-1">
        <p className="flex flex-wrap justify-between gap-x-4">
          <span className="font-semibold">Reads that hit</span>
          <span className="tabular">
            {stats.hit_rate === null
              ? "No reads yet"
              : `${formatShare(stats.hit_rate)} of ${formatCount(reads)}`}
          </span>
        </p>
        <ShareBar part={stats.keyspace_hits} whole={reads} />
      </div>
    </>
  );
}
