"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CheckboxGroup } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/states";
import { setRoles } from "@/features/admin/queries";
import type { RoleName } from "@/features/admin/types";
import { ROLE_NAMES } from "@/features/admin/words";
import { useSubmit } from "@/lib/use-submit";

const OPTIONS = (["student", "instructor", "admin"] as const).map((id) => ({ id, name: ROLE_NAMES[id] }));

export function RolesForm({ id, roles }: { id: string; roles: RoleName[] }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<string[]>(roles);
  const [saved, setSaved] = useState(false);
  const form = useSubmit(async () => {
    setSaved(false);
    await setRoles(id, chosen as RoleName[]);
    setSaved(true);
    router.refresh();
  });
  return (
    <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      {saved && <Notice tone="success">Saved. It counts from their next page on.</Notice>}
      <CheckboxGroup
        label="Roles of this person"
        options={OPTIONS}
        value={chosen}
        onChange={setChosen}
        error={form.fieldErrors.roles}
      />
      <Button
        type="submit"
        variant="secondary"
        pending={form.pending}
        pendingLabel="Saving"
        className="self-start"
      >
        Save roles
      </Button>
    </form>
  );
}
