import "server-only";
import { getSummary } from "@/features/admin/analytics-queries";
import type { State } from "@/features/admin/attention";
import {
  getDatabaseStats,
  getInvariants,
  getPerformance,
  getQueues,
  getReadiness,
  getRedisStats,
} from "@/features/admin/monitoring-queries";
import { getBookings, getUsers } from "@/features/admin/server-queries";
import { todayIn } from "@/lib/time";

const ONE = 1;

/** Null instead of an error: what cannot be asked is itself news. */
const orUnknown = <T>(asked: Promise<T>): Promise<T | null> => asked.catch(() => null);

export async function getState(): Promise<State> {
  const [readiness, queues, redis, database, operations, invariants] = await Promise.all([
    orUnknown(getReadiness()),
    orUnknown(getQueues()),
    orUnknown(getRedisStats()),
    orUnknown(getDatabaseStats()),
    orUnknown(getPerformance()),
    orUnknown(getInvariants()),
  ]);
  return { readiness, queues, redis, database, operations, invariants };
}

export const getSearchesOfToday = () => getSummary(ONE);

const NOBODY = { student: undefined, instructor: undefined };

/** Of today's lessons, those that did not end and were not cancelled. */
export async function countLessonsToday(): Promise<number> {
  const today = todayIn();
  return (await getBookings({ ...NOBODY, status: "confirmed", from: today, to: today }, 0, ONE)).total;
}

export async function countLessonsAhead(): Promise<number> {
  return (await getBookings({ ...NOBODY, status: "confirmed", from: todayIn(), to: undefined }, 0, ONE))
    .total;
}

export const countUsers = async (): Promise<number> =>
  (await getUsers({ q: undefined, role: undefined, state: undefined }, 0)).total;
