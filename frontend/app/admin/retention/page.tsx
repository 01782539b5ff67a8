import type { Metadata } from "next";
import { Part } from "@/components/ui/part";
import { requireArea } from "@/features/admin/access";
import { RetentionTable } from "@/features/admin/components/retention-table";
import { Sheet } from "@/features/admin/components/sheet";
import { getRetention } from "@/features/admin/server-queries";

export const metadata: Metadata = { title: "Retention" };

export default async function RetentionPage() {
  await requireArea("retention", "/admin/retention");
  return (
    <Sheet title="Retention">
      <p className="text-soft">What is let go every night, and how old it is by then.</p>
      <Part label="Loading what is kept" skeleton="h-96" load={getRetention}>
        {(rules) => <RetentionTable rules={rules} />}
      </Part>
    </Sheet>
  );
}
