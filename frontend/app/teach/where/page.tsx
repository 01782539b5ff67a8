import type { Metadata } from "next";
import { AreasForm } from "@/features/teach/components/areas-form";
import { StepPage } from "@/features/teach/components/step-page";
import { getTeaching } from "@/features/teach/profile";
import { getAreas, getBoroughs } from "@/lib/catalog";
import { requirePermission } from "@/lib/session";

export const metadata: Metadata = { title: "Where you teach", robots: { index: false } };

export default async function WherePage() {
  const { id } = await requirePermission("manage_instructor_profile", "/teach/where");
  const [{ profile, steps }, boroughs, neighborhoods] = await Promise.all([
    getTeaching(),
    getBoroughs(),
    getAreas(),
  ]);
  return (
    <StepPage
      title="Where you teach"
      lead="The neighborhoods you travel to, or teach in. Online needs none."
      steps={steps}
      current="where"
    >
      <AreasForm
        person={id}
        boroughs={boroughs}
        neighborhoods={neighborhoods}
        chosen={profile.service_areas}
        next="/calendar"
      />
    </StepPage>
  );
}
