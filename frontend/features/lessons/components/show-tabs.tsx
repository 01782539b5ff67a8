import Link from "next/link";
import type { Show } from "@/features/lessons/model";
import { cx } from "@/lib/cx";
import { WISHES } from "@/lib/paths";

type View = Show | "waiting";

const VIEWS: { id: View; name: string; href: string }[] = [
  { id: "upcoming", name: "Upcoming", href: "/lessons" },
  { id: "past", name: "Past", href: "/lessons?show=past" },
  { id: "waiting", name: "Waiting", href: WISHES },
];

export function ShowTabs({ show }: { show: View }) {
  return (
    <nav aria-label="Lessons" className="mb-6 border-b border-line">
      <ul className="flex gap-6">
        {VIEWS.map(({ id, name, href }) => (
          <li key={id}>
            <Link
              href={href}
              aria-current={id === show ? "page" : undefined}
              className={cx(
                "-mb-px flex min-h-12 min-w-11 items-center border-b-4 font-semibold",
                id === show ? "border-ink" : "border-transparent text-soft hover:text-ink",
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
