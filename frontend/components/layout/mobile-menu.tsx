"use client";

import { Menu, X } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import type { NavItem } from "@/components/layout/navigation";
import { SignOutButton } from "@/components/layout/sign-out-button";

const row = "flex min-h-14 w-full items-center border-t border-band-line px-4 text-lg font-semibold";

/** A disclosure under the band; it closes when a page was chosen or Escape is pressed. */
export function MobileMenu({ links, signedIn }: { links: NavItem[]; signedIn: boolean }) {
  const path = usePathname();
  const [openOn, setOpenOn] = useState<string | null>(null);
  const open = openOn === path;
  const close = () => setOpenOn(null);
  return (
    <div className="md:hidden">
      <button
        type="button"
        aria-expanded={open}
        aria-controls="mobile-menu"
        onClick={() => setOpenOn(open ? null : path)}
        className="flex min-h-11 items-center gap-2 rounded-control px-2 font-semibold"
      >
        {open ? <X aria-hidden size={22} /> : <Menu aria-hidden size={22} />}
        Menu
      </button>
      <nav
        id="mobile-menu"
        aria-label="Main"
        hidden={!open}
        onKeyDown={(event) => event.key === "Escape" && close()}
        className="absolute inset-x-0 top-full bg-band shadow-lg"
      >
        <ul>
          {links.map(({ href, name }) => (
            <li key={href}>
              <Link
                href={href}
                onClick={close}
                aria-current={path === href ? "page" : undefined}
                className={row}
              >
                {name}
              </Link>
            </li>
          ))}
          {signedIn && (
            <li>
              <SignOutButton className={row} />
            </li>
          )}
        </ul>
      </nav>
    </div>
  );
}
