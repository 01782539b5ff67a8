import type { Metadata } from "next";
import { requireArea } from "@/features/admin/access";
import { DatabaseView } from "@/features/admin/components/database-view";
import { Sheet } from "@/features/admin/components/sheet";

export const metadata: Metadata = { title: "Database" };

export default async function DatabasePage() {
  await requireArea("database", "/admin/database");
  return (
    <Sheet title="Database" gap="gap-10">
      <DatabaseView />
    </Sheet>
  );
}
