"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { LeaveDialog } from "@/components/ui/leave-dialog";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { updateProfile } from "@/features/account/queries";
import type { User } from "@/lib/types";
import { useLeaving } from "@/lib/use-leaving";
import { textOf, useSubmit } from "@/lib/use-submit";

type Profile = Parameters<typeof updateProfile>[0];

const orNull = (text: string): string | null => text.trim() || null;

const read = (data: FormData): Profile => ({
  first_name: textOf(data, "first_name"),
  last_name: textOf(data, "last_name"),
  phone: orNull(textOf(data, "phone")),
  zip_code: orNull(textOf(data, "zip_code")),
});

const differs = (written: Profile, user: User): boolean =>
  (Object.keys(written) as (keyof Profile)[]).some((name) => written[name] !== user[name]);

export function ProfileForm({ user }: { user: User }) {
  const router = useRouter();
  const [saved, setSaved] = useState(false);
  const [changed, setChanged] = useState(false);
  const leaving = useLeaving(changed);
  const look = ({ form }: HTMLInputElement) => form && setChanged(differs(read(new FormData(form)), user));
  const form = useSubmit(async (data) => {
    setSaved(false);
    await updateProfile(read(data));
    setSaved(true);
    setChanged(false);
    router.refresh();
  });
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      <LeaveDialog {...leaving} />
      {form.message && <Notice tone="error">{form.message}</Notice>}
      {saved && !changed && <Notice tone="success">Saved.</Notice>}
      <div className="grid gap-5 sm:grid-cols-2" onInput={(event) => look(event.target as HTMLInputElement)}>
        <TextField
          label="First name"
          name="first_name"
          defaultValue={user.first_name}
          autoComplete="given-name"
          isRequired
        />
        <TextField
          label="Last name"
          name="last_name"
          defaultValue={user.last_name}
          autoComplete="family-name"
          isRequired
        />
        <TextField
          label="Phone (optional)"
          name="phone"
          type="tel"
          defaultValue={user.phone ?? ""}
          autoComplete="tel"
        />
        <TextField
          label="ZIP code (optional)"
          name="zip_code"
          inputMode="numeric"
          defaultValue={user.zip_code ?? ""}
          autoComplete="postal-code"
          pattern="[0-9]{5}"
        />
      </div>
      <p className="text-sm text-soft">
        Your e-mail is {user.email}. Others see your first name and one letter until a lesson is booked.
      </p>
      <Button type="submit" pending={form.pending} pendingLabel="Saving" className="self-start">
        Save
      </Button>
    </Form>
  );
}
