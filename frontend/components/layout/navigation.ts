import { areasFor } from "@/lib/admin-areas";
import type { User } from "@/lib/types";

export type NavItem = { href: string; name: string };

/** What the band offers, by what the person may do (never by role). */
export function navigationFor(user: User | null): NavItem[] {
  if (!user)
    return [
      { href: "/search", name: "Find a lesson" },
      { href: "/teach", name: "Teach" },
    ];
  if (user.permissions.includes("manage_availability")) {
    return [
      { href: "/instructor", name: "Today" },
      { href: "/calendar", name: "My hours" },
      { href: "/teach", name: "What I teach" },
      { href: "/lessons", name: "My lessons" },
    ];
  }
  return [
    { href: "/search", name: "Find a lesson" },
    { href: "/lessons", name: "My lessons" },
  ];
}

export function accountLinks(user: User | null): NavItem[] {
  if (!user)
    return [
      { href: "/sign-in", name: "Sign in" },
      { href: "/sign-up", name: "Join" },
    ];
  const account = { href: "/account", name: "Account" };
  return areasFor(user.permissions).length > 0 ? [{ href: "/admin", name: "Admin" }, account] : [account];
}
