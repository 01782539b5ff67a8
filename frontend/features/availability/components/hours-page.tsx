import type { ReactNode } from "react";
import { Page, PageTitle } from "@/components/layout/page";
import { Tabs } from "@/components/layout/tabs";

const TABS = [
  { href: "/calendar", name: "Week by week" },
  { href: "/calendar/usual", name: "Usual week" },
  { href: "/calendar/days-off", name: "Days off" },
  { href: "/calendar/why", name: "Why not?" },
];

type HoursPageProps = { above?: ReactNode; aside?: ReactNode; children: ReactNode };

/** The frame of all pages about one's own time. */
export function HoursPage({ above, aside, children }: HoursPageProps) {
  return (
    <Page>
      {above}
      <PageTitle aside={aside}>My hours</PageTitle>
      <Tabs label="My hours" tabs={TABS} />
      {children}
    </Page>
  );
}
