/** What an operator should look at now, by the limits of the alerts (`deploy/prometheus/alerts.yml`). Pure. */
import { formatMs, formatShare, formatWait } from "@/features/admin/figures";
import { breachesOf } from "@/features/admin/invariants";
import type {
  CeleryQueues,
  DatabaseStats,
  Invariants,
  Operation,
  Readiness,
  RedisStats,
} from "@/features/admin/types";
import { plural } from "@/lib/words";

const OLD_QUEUE_SECONDS = 120;
const OLD_OUTBOX_SECONDS = 300;
const LEAST_HITS = 0.6;
const READS_THAT_SAY_SOMETHING = 1_000;
const MOST_ERRORS = 0.01;
const SLOW_P95_MS = 500;
const CALLS_THAT_SAY_SOMETHING = 20;

/** A part that could not be asked is null. */
export type State = {
  readiness: Readiness | null;
  queues: CeleryQueues | null;
  redis: RedisStats | null;
  database: DatabaseStats | null;
  operations: Operation[] | null;
  invariants: Invariants | null;
};

/** `todo` is what to do where no page does it. */
export type Concern = { key: string; grave: boolean; text: string; href: string; todo?: string };

const REDIS = "/admin/redis";
const DATABASE = "/admin/database";

export function concernsOf({ readiness, queues, redis, database, operations, invariants }: State): Concern[] {
  return [
    ...ofReadiness(readiness),
    ...(queues ? ofQueues(queues) : [unknown("queues", "The queues cannot be read.", REDIS)]),
    ...(database
      ? ofDatabase(database)
      : [unknown("database", "The database's figures cannot be read.", DATABASE)]),
    ...(redis ? ofCache(redis) : [unknown("redis", "Redis' figures cannot be read.", REDIS)]),
    ...(invariants
      ? ofInvariants(invariants)
      : [unknown("invariants", "Whether the data keeps its rules cannot be read.", DATABASE)]),
    ...(operations ?? []).flatMap(ofOperation),
  ].toSorted((a, b) => Number(b.grave) - Number(a.grave));
}

const unknown = (key: string, text: string, href: string): Concern => ({ key, grave: true, text, href });

function ofReadiness(readiness: Readiness | null): Concern[] {
  if (!readiness)
    return [{ key: "ready", grave: true, text: "The API says that it cannot serve.", href: DATABASE }];
  if (readiness.cache) return [];
  return [{ key: "cache", grave: true, text: "The cache is away: all works, and slower.", href: REDIS }];
}

function ofQueues({ queues }: CeleryQueues): Concern[] {
  return queues
    .filter(({ oldest_seconds: oldest }) => (oldest ?? 0) > OLD_QUEUE_SECONDS)
    .map(({ queue, waiting, oldest_seconds: oldest }) => ({
      key: `queue ${queue}`,
      grave: true,
      text: `${plural(waiting, "task")} in "${queue}", the oldest for ${formatWait(oldest ?? 0)}.`,
      href: REDIS,
    }));
}

function ofDatabase({ outbox: { dead, oldest_due_seconds: due, waiting } }: DatabaseStats): Concern[] {
  const concerns: Concern[] = [];
  if ((due ?? 0) > OLD_OUTBOX_SECONDS) {
    const text = `${plural(waiting, "message")} in the outbox, one due for ${formatWait(due ?? 0)}.`;
    concerns.push({ key: "outbox", grave: true, text, href: REDIS });
  }
  if (dead > 0) {
    const text = `${plural(dead, "message was", "messages were")} given up.`;
    concerns.push({ key: "dead", grave: false, text, href: "/admin/messages" });
  }
  return concerns;
}

const ofInvariants = (invariants: Invariants): Concern[] =>
  breachesOf(invariants).map(({ invariant, ...said }) => ({ key: invariant, grave: true, ...said }));

function ofCache({ keyspace_hits: hits, keyspace_misses: misses, hit_rate: rate }: RedisStats): Concern[] {
  if (rate === null || rate >= LEAST_HITS || hits + misses < READS_THAT_SAY_SOMETHING) return [];
  return [
    { key: "hits", grave: false, text: `Only ${formatShare(rate)} of Redis reads are hits.`, href: REDIS },
  ];
}

function ofOperation({ operation, count, errors, p95_ms: p95 }: Operation): Concern[] {
  if (count < CALLS_THAT_SAY_SOMETHING) return [];
  const href = "/admin/performance";
  if (errors / count > MOST_ERRORS) {
    const text = `${formatShare(errors / count)} of ${operation} fail.`;
    return [{ key: operation, grave: true, text, href }];
  }
  if (p95 <= SLOW_P95_MS) return [];
  return [
    {
      key: operation,
      grave: false,
      text: `${operation} takes ${formatMs(p95)} at the 95th percentile.`,
      href,
    },
  ];
}
