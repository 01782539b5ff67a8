import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/layout/page";
import { LinkButton } from "@/components/ui/button";
import { AgendaView } from "@/features/instructor-home/components/agenda-view";
import { AttentionList } from "@/features/instructor-home/components/attention-list";
import { summaryOf } from "@/features/instructor-home/model";
import { getDay } from "@/features/instructor-home/server-queries";
import { requirePermission } from "@/lib/session";

export const metadata: Metadata = { title: "Today", robots: { index: false } };

export default async function InstructorPage() {
  const user = await requirePermission("view_incoming_bookings", "/instructor");
  const { today, now, agenda, attention } = await getDay();
  return (
    <Page>
      <PageTitle aside={<p className="text-soft tabular">{summaryOf(agenda)}</p>}>
        Hello, {user.first_name}
      </PageTitle>
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <aside className="flex flex-col gap-4 lg:col-start-2">
          <AttentionList items={attention} />
          <div className="flex flex-wrap gap-3 lg:flex-col">
            <LinkButton variant="secondary" href="/calendar">
              My hours
            </LinkButton>
            <LinkButton variant="secondary" href="/teach">
              What I teach
            </LinkButton>
          </div>
        </aside>
        <div className="lg:col-start-1 lg:row-start-1">
          <AgendaView agenda={agenda} today={today} now={now} />
        </div>
      </div>
    </Page>
  );
}
