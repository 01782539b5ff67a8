import type { Metadata } from "next";
import { requireArea } from "@/features/admin/access";
import { concernsOf } from "@/features/admin/attention";
import { Concerns } from "@/features/admin/components/concerns";
import { Kept } from "@/features/admin/components/kept";
import { LoadedSection } from "@/features/admin/components/section";
import { Sheet } from "@/features/admin/components/sheet";
import { Today } from "@/features/admin/components/today";
import { getState } from "@/features/admin/overview-queries";

export const metadata: Metadata = { title: "Administration" };

export default async function AdminPage() {
  const { permissions } = await requireArea("overview", "/admin");
  return (
    <Sheet title="Administration" gap="gap-10">
      {permissions.includes("access_monitoring") && (
        <LoadedSection title="Needs attention" load={getState}>
          {(state) => (
            <>
              <Concerns concerns={concernsOf(state)} />
              <Kept invariants={state.invariants} />
            </>
          )}
        </LoadedSection>
      )}
      <Today permissions={permissions} />
    </Sheet>
  );
}
