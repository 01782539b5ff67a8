import type { Metadata } from "next";
import { HoursPage } from "@/features/availability/components/hours-page";
import { WhyAnswer } from "@/features/availability/components/why-answer";
import { WhyForm } from "@/features/availability/components/why-form";
import { durationsToAsk, readQuestion, usualQuestion } from "@/features/availability/explain";
import { getExplanation, getOwnProfile } from "@/features/availability/server-queries";
import { single } from "@/lib/paths";
import { requirePermission } from "@/lib/session";
import { addDays, todayIn } from "@/lib/time";

export const metadata: Metadata = { title: "Why not?", robots: { index: false } };

export default async function WhyPage({ searchParams }: PageProps<"/calendar/why">) {
  await requirePermission("manage_availability", "/calendar/why");
  const asked = readQuestion(single(await searchParams));
  const [profile, explanation] = await Promise.all([getOwnProfile(), asked && getExplanation(asked)]);
  const question = asked ?? usualQuestion(addDays(todayIn(profile.timezone), 1));
  return (
    <HoursPage>
      <div className="flex max-w-prose flex-col gap-8">
        <p className="text-lg text-soft">
          Why can nobody book you then? Name a time, and see each rule that keeps it from students.
        </p>
        <WhyForm question={question} durations={durationsToAsk(profile, question.duration)} />
        {explanation && <WhyAnswer explanation={explanation} />}
      </div>
    </HoursPage>
  );
}
