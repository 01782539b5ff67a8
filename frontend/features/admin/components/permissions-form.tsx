"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Tag } from "@/components/ui/chip";
import { PillSelect } from "@/components/ui/pill-select";
import { Notice } from "@/components/ui/states";
import { type Choice, type Choices, choicesOf, countOfChanges, personalOf } from "@/features/admin/people";
import { setPermissions } from "@/features/admin/queries";
import type { PermissionName, UserDetail } from "@/features/admin/types";
import { PERMISSION_NAMES, PERMISSIONS } from "@/features/admin/words";
import { useSubmit } from "@/lib/use-submit";
import { plural } from "@/lib/words";

const OPTIONS: { id: Choice; name: string }[] = [
  { id: "roles", name: "As the roles say" },
  { id: "granted", name: "Granted" },
  { id: "denied", name: "Denied" },
];

/** Each permission with what decides it; nothing changes until it is saved. */
export function PermissionsForm({ user }: { user: UserDetail }) {
  const router = useRouter();
  const stored = choicesOf(user);
  const [choices, setChoices] = useState<Choices>(stored);
  const [saved, setSaved] = useState(false);
  const changes = countOfChanges(stored, choices);
  const form = useSubmit(async () => {
    setSaved(false);
    await setPermissions(user.id, personalOf(choices));
    setSaved(true);
    router.refresh();
  });
  const choose = (name: PermissionName, choice: string) =>
    setChoices({ ...choices, [name]: choice as Choice });
  return (
    <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <ul aria-label="Permissions" className="grid gap-x-8 xl:grid-cols-2">
        {PERMISSIONS.map((name) => (
          <li
            key={name}
            className="flex flex-wrap items-center justify-between gap-x-3 border-b border-line py-1.5"
          >
            <span className="flex flex-wrap items-center gap-x-2">
              {PERMISSION_NAMES[name]}
              {user.permissions.includes(name) && <Tag tone="green">May</Tag>}
            </span>
            <PillSelect
              label={PERMISSION_NAMES[name]}
              options={OPTIONS}
              value={choices[name]}
              isSet={choices[name] !== "roles"}
              onChange={(choice) => choose(name, choice)}
            />
          </li>
        ))}
      </ul>
      {form.message && <Notice tone="error">{form.message}</Notice>}
      {saved && changes === 0 && <Notice tone="success">Saved. It counts from their next page on.</Notice>}
      <Button
        type="submit"
        variant="secondary"
        disabled={changes === 0}
        pending={form.pending}
        pendingLabel="Saving"
        className="self-start"
      >
        {changes === 0 ? "Save permissions" : `Save ${plural(changes, "change")}`}
      </Button>
    </form>
  );
}
