import type { ReactNode } from "react";
import { Page, PageTitle } from "@/components/layout/page";
import type { Step, StepId } from "../model";
import { Progress } from "./progress";

type StepPageProps = {
  title: string;
  lead: string;
  steps: readonly Step[];
  current: StepId;
  children: ReactNode;
};

export function StepPage({ title, lead, steps, current, children }: StepPageProps) {
  return (
    <Page width="prose" className="flex flex-col gap-8">
      <Progress steps={steps} current={current} />
      <div>
        <PageTitle>{title}</PageTitle>
        <p className="-mt-4 text-lg text-soft">{lead}</p>
      </div>
      {children}
    </Page>
  );
}
