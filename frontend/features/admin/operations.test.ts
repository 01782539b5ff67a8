import { expect, it } from "vitest";
import { inOrder, readOrder } from "@/features/admin/operations";

const operation = (name: string, count: number, errors: number, p95: number) => ({
  operation: name,
  count,
  errors,
  p50_ms: 1,
  p95_ms: p95,
  p99_ms: p95,
});
const ALL = [operation("B", 1, 0, 5), operation("C", 9, 0, 5), operation("A", 2, 3, 7)];

it("orders operations, those alike by name", () => {
  const names = (order: string) => inOrder(ALL, readOrder(order)).map(({ operation: name }) => name);
  expect(names("p95")).toEqual(["A", "B", "C"]);
  expect(names("count")).toEqual(["C", "A", "B"]);
  expect(names("errors")).toEqual(["A", "B", "C"]);
  expect(names("name")).toEqual(["A", "B", "C"]);
  expect(readOrder("toString")).toBe("p95");
});
