"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type Area, areaAt } from "@/lib/admin-areas";
import { cx } from "@/lib/cx";

const LEFT_OF_IT = 48;

/** Where the row scrolls, the page that one is on stands in it. */
function showInRow(link: HTMLAnchorElement | null): void {
  const row = link?.closest("ul");
  if (link && row) row.scrollLeft = link.offsetLeft - row.offsetLeft - LEFT_OF_IT;
}

/** A row that scrolls on phones, a column beside the page on desktops. */
export function AdminNav({ areas }: { areas: Area[] }) {
  const path = usePathname();
  const here = areaAt(areas, path);
  return (
    <nav aria-label="Administration" className="border-b border-line lg:border-0">
      <ul className="-mb-px flex gap-x-1 overflow-x-auto lg:sticky lg:top-28 lg:flex-col lg:overflow-visible">
        {areas.map(({ id, href, name }) => (
          <li key={id}>
            <Link
              href={href}
              prefetch={false}
              ref={id === here?.id ? showInRow : undefined}
              aria-current={href === path ? "page" : undefined}
              className={cx(
                "flex min-h-11 items-center whitespace-nowrap border-b-4 px-2 font-semibold focus-visible:-outline-offset-3 lg:border-b-0 lg:border-l-4 lg:px-3",
                id === here?.id ? "border-ink" : "border-transparent text-soft hover:text-ink",
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
