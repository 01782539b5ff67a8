import type { Metadata } from "next";
import { ProfileForm } from "@/features/teach/components/profile-form";
import { StepPage } from "@/features/teach/components/step-page";
import { getTeaching } from "@/features/teach/profile";
import { requirePermission } from "@/lib/session";

export const metadata: Metadata = { title: "About you", robots: { index: false } };

export default async function YouPage() {
  const { id } = await requirePermission("manage_instructor_profile", "/teach/you");
  const { profile, steps } = await getTeaching();
  return (
    <StepPage title="About you" lead="What students read before they book you." steps={steps} current="you">
      <ProfileForm person={id} profile={profile} next="/teach/subjects" />
    </StepPage>
  );
}
