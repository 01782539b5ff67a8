"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { NavItem } from "@/components/layout/navigation";
import { SignOutButton } from "@/components/layout/sign-out-button";
import { cx } from "@/lib/cx";

type HeaderLinksProps = { main: NavItem[]; account: NavItem[]; signedIn: boolean };

const link =
  "flex min-h-11 items-center rounded-control px-3 font-semibold hover:underline underline-offset-8 decoration-2";

export function HeaderLinks({ main, account, signedIn }: HeaderLinksProps) {
  const path = usePathname();
  const item = ({ href, name }: NavItem) => (
    <li key={href}>
      <Link
        href={href}
        aria-current={path === href ? "page" : undefined}
        className={cx(
          link,
          path === href && "underline decoration-taxi",
          href === "/sign-up" && "ml-2 bg-on-band text-band hover:no-underline hover:bg-on-band-soft px-4",
        )}
      >
        {name}
      </Link>
    </li>
  );
  return (
    <nav aria-label="Main" className="hidden flex-1 items-center justify-between md:flex">
      <ul className="flex">{main.map(item)}</ul>
      <ul className="flex">
        {account.map(item)}
        {signedIn && (
          <li>
            <SignOutButton className={link} />
          </li>
        )}
      </ul>
    </nav>
  );
}
