/** Roles and personal permissions of one account. Pure. */
import type { PermissionName, UserDetail, UserSummary } from "@/features/admin/types";
import { PERMISSIONS } from "@/features/admin/words";

/** Whether a permission comes from the roles, or is given or denied to this person alone. */
export type Choice = "roles" | "granted" | "denied";
export type Choices = Record<PermissionName, Choice>;

type Personal = Pick<UserDetail, "granted" | "denied">;

/** A denial beats a grant, as it does for the API. */
export function choicesOf({ granted, denied }: Personal): Choices {
  const choice = (name: PermissionName): Choice => {
    if (denied.includes(name)) return "denied";
    return granted.includes(name) ? "granted" : "roles";
  };
  return Object.fromEntries(PERMISSIONS.map((name) => [name, choice(name)])) as Choices;
}

/** What is sent: both lists whole. */
export const personalOf = (choices: Choices): Personal => ({
  granted: PERMISSIONS.filter((name) => choices[name] === "granted"),
  denied: PERMISSIONS.filter((name) => choices[name] === "denied"),
});

export const countOfChanges = (before: Choices, after: Choices): number =>
  PERMISSIONS.filter((name) => before[name] !== after[name]).length;

export type AccountState = "active" | "suspended" | "deleted";

export function stateOf({ is_active: isActive, deleted_at: deletedAt }: UserSummary): AccountState {
  if (deletedAt) return "deleted";
  return isActive ? "active" : "suspended";
}

/** What the reader may change of this account; nobody changes their own rights, and a deleted one is only read. */
export function changesFor(reader: { id: string; permissions: PermissionName[] }, user: UserSummary) {
  const open = reader.id !== user.id && stateOf(user) !== "deleted";
  const may = (name: PermissionName) => open && reader.permissions.includes(name);
  return { roles: may("manage_roles"), permissions: may("manage_permissions"), state: may("manage_users") };
}
