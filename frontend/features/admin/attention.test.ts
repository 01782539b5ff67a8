import { expect, it } from "vitest";
import { concernsOf, type State } from "@/features/admin/attention";

const outbox = { waiting: 0, dead: 0, oldest_due_seconds: null };
const WELL = {
  readiness: { status: "ready", database: true, migrations: "current", cache: true },
  queues: { queues: [{ queue: "default", waiting: 1, oldest_seconds: 119 }], unacknowledged: 0 },
  redis: { keyspace_hits: 900, keyspace_misses: 100, hit_rate: 0.9 },
  database: { outbox },
  invariants: { checked_at: "2026-11-24T19:05:00Z", invariants: [{ invariant: "holds end", broken: 0 }] },
  operations: [
    { operation: "SearchService.search", count: 100, errors: 1, p50_ms: 20, p95_ms: 500, p99_ms: 900 },
  ],
} as unknown as State;

const textsOf = (state: Partial<State>): string[] =>
  concernsOf({ ...WELL, ...state }).map(({ text }) => text);

it("has nothing to say of what is well", () => {
  expect(textsOf({})).toEqual([]);
});

it("names what is over the limits of the alerts, the gravest first", () => {
  const dead = { outbox: { waiting: 2, dead: 1, oldest_due_seconds: 301 } } as State["database"];
  const queues = { queues: [{ queue: "mail", waiting: 4, oldest_seconds: 121 }], unacknowledged: 0 };
  expect(textsOf({ queues, database: dead })).toEqual([
    '4 tasks in "mail", the oldest for 2 min.',
    "2 messages in the outbox, one due for 5 min.",
    "1 message was given up.",
  ]);
  const slow = { operation: "A.b", count: 50, errors: 0, p50_ms: 1, p95_ms: 501, p99_ms: 600 };
  expect(textsOf({ operations: [slow, { ...slow, operation: "C.d", errors: 1 }] })).toEqual([
    "2 % of C.d fail.",
    "A.b takes 501 ms at the 95th percentile.",
  ]);
  expect(textsOf({ operations: [{ ...slow, count: 19 }] })).toEqual([]);
});

it("says of data that breaks a rule what to do, with the gravest", () => {
  const invariants = {
    checked_at: "2026-11-24T19:05:00Z",
    invariants: [{ invariant: "holds end" as const, broken: 1 }],
  };
  const [first] = concernsOf({
    ...WELL,
    database: { outbox: { ...outbox, dead: 1 } } as State["database"],
    invariants,
  });
  expect(first).toMatchObject({
    grave: true,
    text: "1 hold past the end, and still taking time.",
    todo: expect.stringContaining("worker"),
    href: "/admin/redis",
  });
});

it("counts a cache that misses only when enough was read", () => {
  const redis = { keyspace_hits: 500, keyspace_misses: 499, hit_rate: 0.5 } as State["redis"];
  expect(textsOf({ redis })).toEqual([]);
  expect(textsOf({ redis: { ...redis, keyspace_misses: 500 } as State["redis"] })).toHaveLength(1);
});

it("says what cannot be asked", () => {
  expect(
    textsOf({
      readiness: null,
      queues: null,
      redis: null,
      database: null,
      operations: null,
      invariants: null,
    }),
  ).toHaveLength(5);
});
