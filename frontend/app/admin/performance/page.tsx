import type { Metadata } from "next";
import { Part } from "@/components/ui/part";
import { requireArea } from "@/features/admin/access";
import { ChoiceLinks } from "@/features/admin/components/choice-links";
import { OperationTable } from "@/features/admin/components/operation-table";
import { Sheet } from "@/features/admin/components/sheet";
import { pathWith } from "@/features/admin/filters";
import { getPerformance } from "@/features/admin/monitoring-queries";
import { inOrder, ORDERS, readOrder } from "@/features/admin/operations";
import { single } from "@/lib/paths";

export const metadata: Metadata = { title: "Performance" };

export default async function PerformancePage({ searchParams }: PageProps<"/admin/performance">) {
  const order = readOrder(single(await searchParams).order);
  const pathAt = (next: string) => pathWith("/admin/performance", { order: next });
  await requireArea("performance", pathAt(order));
  return (
    <Sheet
      title="Performance"
      aside={<ChoiceLinks label="Order" options={ORDERS} chosen={order} hrefFor={pathAt} />}
    >
      <p className="max-w-prose text-soft">
        Operations of the process that answered, in the last hour. Half, 95 % and 99 % of the calls were
        faster.
      </p>
      <Part key={order} label="Loading operations" skeleton="h-96" load={getPerformance}>
        {(operations) => <OperationTable operations={inOrder(operations, order)} />}
      </Part>
    </Sheet>
  );
}
