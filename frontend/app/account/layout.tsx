import type { ReactNode } from "react";
import { Page, PageTitle } from "@/components/layout/page";
import { Tabs } from "@/components/layout/tabs";
import { requireUser } from "@/lib/session";

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const user = await requireUser("/account");
  const tabs = [
    { href: "/account", name: "Profile" },
    ...(user.permissions.includes("view_instructors")
      ? [{ href: "/account/favorites", name: "Favorites" }]
      : []),
    { href: "/account/searches", name: "Searches" },
    { href: "/account/calendar", name: "Calendar" },
    { href: "/account/security", name: "Password and devices" },
    { href: "/account/data", name: "Your data" },
  ];
  return (
    <Page width="prose">
      <PageTitle>Account</PageTitle>
      <Tabs label="Account" tabs={tabs} />
      {children}
    </Page>
  );
}
