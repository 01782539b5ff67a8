"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { reactivateUser, suspendUser } from "@/features/admin/queries";
import { textOf, useSubmit } from "@/lib/use-submit";

const MAX_REASON = 500;

type AccountStateProps = { id: string; name: string; isActive: boolean };

/** Out at once and without a way in, or in again. */
export function AccountState({ id, name, isActive }: AccountStateProps) {
  return isActive ? <Suspend id={id} name={name} /> : <Reactivate id={id} name={name} />;
}

function Reactivate({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  const form = useSubmit(async () => {
    await reactivateUser(id);
    router.refresh();
  });
  return (
    <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <p>{name} cannot sign in. Reactivating lets them in again; what they had stands as it was.</p>
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <Button
        type="submit"
        variant="secondary"
        pending={form.pending}
        pendingLabel="Saving"
        className="self-start"
      >
        Reactivate account
      </Button>
    </form>
  );
}

function Suspend({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <p>
        Suspending signs {name} out everywhere at once. Bookings stand; an instructor is not found any more.
      </p>
      <Button variant="secondary" className="self-start text-red" onClick={() => setOpen(true)}>
        Suspend account
      </Button>
      <Dialog title={`Suspend ${name}?`} role="alertdialog" isOpen={open} onClose={() => setOpen(false)}>
        <SuspendForm id={id} onClose={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

function SuspendForm({ id, onClose }: { id: string; onClose: () => void }) {
  const router = useRouter();
  const form = useSubmit(async (data) => {
    await suspendUser(id, textOf(data, "reason"));
    onClose();
    router.refresh();
  });
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <p>All of their sessions end and they cannot sign in until the account is reactivated.</p>
      <TextField
        label="Why?"
        name="reason"
        hint="Kept in the audit log."
        rows={3}
        maxLength={MAX_REASON}
        isRequired
      />
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <Button variant="secondary" onClick={onClose}>
          Leave it active
        </Button>
        <Button type="submit" variant="danger" pending={form.pending} pendingLabel="Suspending">
          Suspend account
        </Button>
      </div>
    </Form>
  );
}
