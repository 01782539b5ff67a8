import Link from "next/link";
import { Fact } from "@/components/ui/fact";
import { AccountStateTag, rolesOf } from "@/features/admin/components/user-list";
import type { UserDetail } from "@/features/admin/types";
import { formatInstant } from "@/lib/time";

type UserFactsProps = { user: UserDetail; seesBookings: boolean; seesAudit: boolean };

/** Who somebody is, and the ways to what belongs to them. */
export function UserFacts({ user, seesBookings, seesAudit }: UserFactsProps) {
  const facts = {
    "E-mail": user.email,
    Roles: rolesOf(user),
    Phone: user.phone ?? "Not given",
    "ZIP code": user.zip_code ?? "Not given",
    Joined: formatInstant(user.created_at),
    "Last here": user.last_used_at ? formatInstant(user.last_used_at) : "Never signed in",
    Number: user.id,
  };
  const ways = [
    ...(seesBookings
      ? [
          { href: `/admin/bookings?student=${user.id}`, name: "Lessons taken" },
          { href: `/admin/bookings?instructor=${user.id}`, name: "Lessons given" },
        ]
      : []),
    ...(seesAudit ? [{ href: `/admin/audit?actor=${user.id}`, name: "What they did" }] : []),
  ];
  return (
    <div className="flex flex-col gap-5">
      <div>
        <AccountStateTag user={user} />
      </div>
      <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
        {Object.entries(facts).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
      <ul className="flex flex-wrap gap-x-6">
        {ways.map(({ href, name }) => (
          <li key={href}>
            <Link href={href} className="flex min-h-11 items-center font-semibold text-blue hover:underline">
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
