import { AuditList } from "@/features/admin/components/audit-list";
import { PermissionsForm } from "@/features/admin/components/permissions-form";
import { RolesForm } from "@/features/admin/components/roles-form";
import { LoadedSection, Section } from "@/features/admin/components/section";
import { AccountState } from "@/features/admin/components/suspend-user";
import { UserFacts } from "@/features/admin/components/user-facts";
import { changesFor } from "@/features/admin/people";
import { getAuditOf } from "@/features/admin/server-queries";
import type { UserDetail } from "@/features/admin/types";
import type { User } from "@/lib/types";

const ACTIONS_SHOWN = 5;

/** One account: who it is, what was done to it, and what the reader may change. */
export function UserView({ user, reader }: { user: UserDetail; reader: User }) {
  const may = changesFor(reader, user);
  const [seesBookings, seesAudit] = [
    reader.permissions.includes("view_all_bookings"),
    reader.permissions.includes("manage_users"),
  ];
  return (
    <>
      <UserFacts user={user} seesBookings={seesBookings} seesAudit={seesAudit} />
      {reader.id === user.id && (
        <p className="rounded-card bg-mist p-4">This is your own account. Nobody changes their own rights.</p>
      )}
      {may.state && (
        <Section title="Access">
          <AccountState id={user.id} name={user.first_name} isActive={user.is_active} />
        </Section>
      )}
      {may.roles && (
        <Section title="Roles">
          <RolesForm key={user.roles.join()} id={user.id} roles={user.roles} />
        </Section>
      )}
      {may.permissions && (
        <Section
          title="Personal permissions"
          note="What this person may do beside or against their roles. A denial beats everything."
        >
          <PermissionsForm user={user} />
        </Section>
      )}
      {seesAudit && (
        <LoadedSection
          title="Last sensitive actions"
          note="Done to this account. Looking at it is one of them."
          load={() => getAuditOf(user.id, ACTIONS_SHOWN)}
        >
          {({ items }) => <AuditList entries={items} readerId={reader.id} />}
        </LoadedSection>
      )}
    </>
  );
}
