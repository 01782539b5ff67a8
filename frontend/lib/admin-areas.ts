import type { User } from "@/lib/types";

type Permission = User["permissions"][number];

/** The operator's pages and the permission that each needs; the overview is for whoever may open any other. */
const AREAS = {
  bookings: { href: "/admin/bookings", name: "Bookings", needs: "view_all_bookings" },
  users: { href: "/admin/users", name: "Users", needs: "view_all_users" },
  search: { href: "/admin/search", name: "Search", needs: "view_system_analytics" },
  subjects: { href: "/admin/subjects", name: "Subjects", needs: "view_system_analytics" },
  words: { href: "/admin/words", name: "Words", needs: "moderate_content" },
  messages: { href: "/admin/messages", name: "Dead letters", needs: "access_monitoring" },
  redis: { href: "/admin/redis", name: "Redis and queues", needs: "access_monitoring" },
  database: { href: "/admin/database", name: "Database", needs: "access_monitoring" },
  performance: { href: "/admin/performance", name: "Performance", needs: "access_monitoring" },
  audit: { href: "/admin/audit", name: "Audit log", needs: "manage_users" },
  retention: { href: "/admin/retention", name: "Retention", needs: "manage_users" },
} as const satisfies Record<string, { href: string; name: string; needs: Permission }>;

export type AreaId = keyof typeof AREAS | "overview";

const OVERVIEW = { href: "/admin", name: "Overview" };

export type Area = { id: AreaId; href: string; name: string };

/** What somebody may open, the overview first; nothing for those who run nothing. */
export function areasFor(permissions: readonly Permission[]): Area[] {
  const open = Object.entries(AREAS).filter(([, { needs }]) => permissions.includes(needs));
  const areas = open.map(([id, { href, name }]) => ({ id: id as AreaId, href, name }));
  return areas.length > 0 ? [{ id: "overview", ...OVERVIEW }, ...areas] : [];
}

export const mayOpen = (area: AreaId, permissions: readonly Permission[]): boolean =>
  areasFor(permissions).some(({ id }) => id === area);

/** The area whose pages an address belongs to: the one with the longest matching start. */
export function areaAt<T extends { href: string }>(areas: readonly T[], path: string): T | undefined {
  return areas
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
}
