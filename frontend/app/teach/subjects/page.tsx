import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/button";
import { Offerings } from "@/features/teach/components/offerings";
import { StepPage } from "@/features/teach/components/step-page";
import { getTeaching } from "@/features/teach/profile";
import { getSubjects } from "@/lib/catalog";
import { requirePermission } from "@/lib/session";

export const metadata: Metadata = { title: "What you teach", robots: { index: false } };

export default async function SubjectsPage() {
  const { id: person } = await requirePermission("manage_offerings", "/teach/subjects");
  const [{ profile, steps }, subjects] = await Promise.all([getTeaching(), getSubjects()]);
  return (
    <StepPage
      title="What you teach"
      lead="Each subject has its own price, lengths and places."
      steps={steps}
      current="subjects"
    >
      <Offerings
        person={person}
        offerings={profile.offerings}
        subjects={subjects.map(({ slug, name }) => ({ id: slug, name }))}
      />
      {profile.offerings.length > 0 && (
        <LinkButton href="/teach/where" className="self-start">
          Go on
        </LinkButton>
      )}
    </StepPage>
  );
}
