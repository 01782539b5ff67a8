import { expect, it } from "vitest";
import { changesFor, choicesOf, countOfChanges, personalOf, stateOf } from "@/features/admin/people";
import type { UserSummary } from "@/features/admin/types";

const user = (rest: Partial<UserSummary> = {}) =>
  ({ id: "them", is_active: true, deleted_at: null, ...rest }) as UserSummary;

it("takes personal grants and denials apart and puts them together again", () => {
  const choices = choicesOf({ granted: ["view_all_users", "manage_roles"], denied: ["manage_roles"] });
  expect(choices.view_all_users).toBe("granted");
  expect(choices.manage_roles).toBe("denied");
  expect(choices.create_bookings).toBe("roles");
  expect(personalOf(choices)).toEqual({ granted: ["view_all_users"], denied: ["manage_roles"] });
  expect(countOfChanges(choices, { ...choices, view_all_users: "roles", create_bookings: "denied" })).toBe(2);
});

it("offers the changes that the reader may make, and none of oneself or of who is gone", () => {
  const reader = { id: "me", permissions: ["manage_users", "manage_roles"] as const };
  const mayBe = { ...reader, permissions: [...reader.permissions] };
  expect(changesFor(mayBe, user())).toEqual({ roles: true, permissions: false, state: true });
  expect(changesFor(mayBe, user({ id: "me" })).state).toBe(false);
  expect(changesFor(mayBe, user({ deleted_at: "2026-01-01T00:00:00Z" })).roles).toBe(false);
});

it("names the state of an account", () => {
  expect(stateOf(user())).toBe("active");
  expect(stateOf(user({ is_active: false }))).toBe("suspended");
  expect(stateOf(user({ is_active: false, deleted_at: "2026-01-01T00:00:00Z" }))).toBe("deleted");
});
