import { FilterForm } from "@/features/admin/components/filter-form";
import { ACCOUNT_STATES, type UserFilter } from "@/features/admin/filters";
import { ROLE_NAMES } from "@/features/admin/words";

const { guest: _nobody, ...ROLES } = ROLE_NAMES;

export function UserSearch({ filter: { q, role, state } }: { filter: UserFilter }) {
  return (
    <FilterForm
      label="Users"
      path="/admin/users"
      fields={[
        { name: "q", label: "Name or e-mail", value: q },
        { name: "role", label: "Role", value: role, options: ROLES },
        { name: "state", label: "State", value: state, options: ACCOUNT_STATES },
      ]}
    />
  );
}
