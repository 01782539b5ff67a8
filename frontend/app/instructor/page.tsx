import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { LinkButton } from "@/components/ui/button";
import { Part } from "@/components/ui/part";
import { AgendaView } from "@/features/instructor-home/components/agenda-view";
import { AttentionList } from "@/features/instructor-home/components/attention-list";
import { EarningsCard } from "@/features/instructor-home/components/earnings-card";
import { FoundCard } from "@/features/instructor-home/components/found-card";
import { summaryOf } from "@/features/instructor-home/model";
import { getDay, getFound } from "@/features/instructor-home/server-queries";
import { requirePermission } from "@/lib/session";

export const metadata: Metadata = { title: "Today", robots: { index: false } };

export default async function InstructorPage() {
  const user = await requirePermission("view_incoming_bookings", "/instructor");
  const { today, now, agenda, attention, earnings } = await getDay();
  return (
    <Page>
      <PageTitle aside={<p className="text-soft tabular">{summaryOf(agenda)}</p>}>
        Hello, {user.first_name}
      </PageTitle>
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
        {attention.length > 0 && (
          <div className="lg:col-start-2">
            <AttentionList items={attention} />
          </div>
        )}
        <div className="lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <AgendaView agenda={agenda} today={today} now={now} />
        </div>
        <aside aria-label="How it goes" className="flex flex-col gap-8 lg:col-start-2">
          <EarningsCard earnings={earnings} />
          <Part label="Loading how you are found" load={getFound}>
            {(found) => <FoundCard found={found} />}
          </Part>
          <div className="flex flex-wrap gap-3 lg:flex-col">
            <LinkButton variant="secondary" href="/calendar/why">
              Why can nobody book me then?
            </LinkButton>
            <LinkButton variant="secondary" href="/calendar">
              My hours
            </LinkButton>
            <LinkButton variant="secondary" href="/teach">
              What I teach
            </LinkButton>
          </div>
        </aside>
      </div>
    </Page>
  );
}
