import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Page } from "@/components/layout/page";
import { AdminNav } from "@/features/admin/components/admin-nav";
import { areasFor } from "@/lib/admin-areas";
import { getUser } from "@/lib/session";

export const metadata: Metadata = { robots: { index: false } };

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const areas = areasFor((await getUser())?.permissions ?? []);
  return (
    <Page
      className={
        areas.length > 0
          ? "grid grid-cols-[minmax(0,1fr)] content-start gap-8 lg:grid-cols-[11rem_minmax(0,1fr)]"
          : ""
      }
    >
      {areas.length > 0 && <AdminNav areas={areas} />}
      <div className="min-w-0">{children}</div>
    </Page>
  );
}
