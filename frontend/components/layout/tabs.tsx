"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { NavItem } from "@/components/layout/navigation";
import { cx } from "@/lib/cx";

/** The pages of one part of the site, the one that is open underlined. */
export function Tabs({ label, tabs }: { label: string; tabs: NavItem[] }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="mb-8 border-b border-line">
      <ul className="-mb-px flex gap-x-6 overflow-x-auto">
        {tabs.map(({ href, name }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === path ? "page" : undefined}
              className={cx(
                "flex min-h-12 items-center whitespace-nowrap border-b-4 font-semibold focus-visible:-outline-offset-3",
                href === path ? "border-ink" : "border-transparent text-soft hover:text-ink",
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
