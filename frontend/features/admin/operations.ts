/** Measured operations in an order. Pure. */
import type { Operation } from "@/features/admin/types";

export const ORDERS = { p95: "Slowest", count: "Most called", errors: "Most errors", name: "By name" };
export type Order = keyof typeof ORDERS;

export const readOrder = (text: string | undefined): Order =>
  text && Object.hasOwn(ORDERS, text) ? (text as Order) : "p95";

const byName = (a: Operation, b: Operation): number => a.operation.localeCompare(b.operation);

const COMPARE: Record<Order, (a: Operation, b: Operation) => number> = {
  p95: (a, b) => b.p95_ms - a.p95_ms,
  count: (a, b) => b.count - a.count,
  errors: (a, b) => b.errors - a.errors,
  name: byName,
};

export const inOrder = (operations: readonly Operation[], order: Order): Operation[] =>
  operations.toSorted((a, b) => COMPARE[order](a, b) || byName(a, b));
