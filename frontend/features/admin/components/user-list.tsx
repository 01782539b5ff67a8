import Link from "next/link";
import { Tag } from "@/components/ui/chip";
import { type AccountState, stateOf } from "@/features/admin/people";
import type { UserSummary } from "@/features/admin/types";
import { ROLE_NAMES } from "@/features/admin/words";
import { formatInstant } from "@/lib/time";

const STATES: Record<AccountState, { name: string; tone: "green" | "red" | "plain" }> = {
  active: { name: "Active", tone: "green" },
  suspended: { name: "Suspended", tone: "red" },
  deleted: { name: "Deleted", tone: "plain" },
};

export function AccountStateTag({ user }: { user: UserSummary }) {
  const { name, tone } = STATES[stateOf(user)];
  return <Tag tone={tone}>{name}</Tag>;
}

export const rolesOf = ({ roles }: Pick<UserSummary, "roles">): string =>
  roles.map((role) => ROLE_NAMES[role]).join(", ") || "No role";

/** One line an account; the whole line leads to it. Looking is audited, so nothing is fetched ahead. */
export function UserList({ users }: { users: UserSummary[] }) {
  return (
    <ul aria-label="Users" className="divide-y divide-line border-y border-line">
      {users.map((user) => (
        <li key={user.id}>
          <Link
            href={`/admin/users/${user.id}`}
            prefetch={false}
            className="grid gap-x-4 gap-y-1 py-3 hover:bg-mist md:grid-cols-[minmax(0,1fr)_14rem_auto] md:px-2"
          >
            <span className="min-w-0">
              <span className="block font-semibold">
                {user.first_name} {user.last_name}
              </span>
              <span className="block truncate text-sm text-soft">{user.email}</span>
            </span>
            <span className="text-sm">
              <span className="block font-semibold">{rolesOf(user)}</span>
              <span className="text-soft tabular">
                {user.last_used_at ? `Last here ${formatInstant(user.last_used_at)}` : "Never signed in"}
              </span>
            </span>
            <span className="flex items-start md:justify-end">
              <AccountStateTag user={user} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
