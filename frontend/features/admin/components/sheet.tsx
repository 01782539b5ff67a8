import type { ReactNode } from "react";
import { PageTitle } from "@/components/layout/page";
import { cx } from "@/lib/cx";

type SheetProps = { title: string; aside?: ReactNode; children: ReactNode; gap?: "gap-6" | "gap-10" };

/** One operator's page: its name, and parts below each other. */
export function Sheet({ title, aside, gap = "gap-6", children }: SheetProps) {
  return (
    <>
      <PageTitle aside={aside}>{title}</PageTitle>
      <div className={cx("flex flex-col", gap)}>{children}</div>
    </>
  );
}
