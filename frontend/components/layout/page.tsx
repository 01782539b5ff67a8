import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

const WIDTHS = { content: "max-w-content", prose: "max-w-prose", form: "max-w-form" } as const;

type PageProps = { children: ReactNode; width?: keyof typeof WIDTHS; className?: string };

/** The column that a page's content stands in. */
export function Page({ children, width = "content", className }: PageProps) {
  return (
    <div className={cx("mx-auto w-full px-4 py-8 sm:px-6 sm:py-10", WIDTHS[width], className)}>
      {children}
    </div>
  );
}

/** The one h1 of a page, with what belongs beside it. */
export function PageTitle({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
      <h1 className="text-2xl font-extrabold">{children}</h1>
      {aside}
    </div>
  );
}
