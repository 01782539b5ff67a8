import "server-only";
import type {
  CeleryQueues,
  DatabaseStats,
  Invariants,
  Operation,
  Readiness,
  RedisStats,
} from "@/features/admin/types";
import { serverApi, unwrap } from "@/lib/api-server";

export async function getReadiness(): Promise<Readiness | null> {
  const { data } = await (await serverApi()).GET("/health/ready");
  return data ?? null;
}

export async function getQueues(): Promise<CeleryQueues> {
  return unwrap((await serverApi()).GET("/api/redis/celery-queues"));
}

export async function getRedisStats(): Promise<RedisStats> {
  return unwrap((await serverApi()).GET("/api/redis/stats"));
}

export async function getRedisHealth() {
  return unwrap((await serverApi()).GET("/api/redis/health"));
}

export async function getRedisKeys() {
  return unwrap((await serverApi()).GET("/api/redis/keys"));
}

export async function getDatabaseStats(): Promise<DatabaseStats> {
  return unwrap((await serverApi()).GET("/api/database/stats"));
}

export async function getInvariants(): Promise<Invariants> {
  return unwrap((await serverApi()).GET("/api/database/invariants"));
}

export async function getDatabaseHealth() {
  return unwrap((await serverApi()).GET("/api/database/health"));
}

export async function getDatabasePool() {
  return unwrap((await serverApi()).GET("/api/database/pool"));
}

const STATEMENTS_SHOWN = 20;

export async function getSlowQueries() {
  const query = { limit: STATEMENTS_SHOWN };
  return unwrap((await serverApi()).GET("/api/database/slow-queries", { params: { query } }));
}

export async function getPerformance(): Promise<Operation[]> {
  return unwrap((await serverApi()).GET("/metrics/performance"));
}
