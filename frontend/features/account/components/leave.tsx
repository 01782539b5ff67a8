"use client";

import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { deleteAccount } from "@/features/account/queries";
import { forgetDrafts } from "@/lib/drafts";
import type { ApiError } from "@/lib/problem";
import { textOf, useSubmit } from "@/lib/use-submit";

const fieldsOf = (error: ApiError): Record<string, string> =>
  error.code === "wrong_password" ? { password: "This is not your password." } : error.fieldErrors;

/** Asks twice, in words that say what goes and what stays. */
export function Leave() {
  const [open, setOpen] = useState(false);
  const form = useSubmit(async (data) => {
    await deleteAccount(textOf(data, "password"));
    forgetDrafts();
    window.location.assign("/");
  }, fieldsOf);
  return (
    <>
      <Button variant="secondary" className="self-start text-red" onClick={() => setOpen(true)}>
        Delete my account
      </Button>
      <Dialog title="Delete your account?" role="alertdialog" isOpen={open} onClose={() => setOpen(false)}>
        <p>
          Your lessons ahead are cancelled from your side. Lessons that were stay with the other side, without
          your name. This cannot be taken back.
        </p>
        <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
          {form.message && <Notice tone="error">{form.message}</Notice>}
          <TextField
            label="Your password"
            name="password"
            type="password"
            autoComplete="current-password"
            isRequired
          />
          <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
            <Button variant="secondary" onClick={() => setOpen(false)}>
              Keep it
            </Button>
            <Button type="submit" variant="danger" pending={form.pending} pendingLabel="Deleting">
              Delete for good
            </Button>
          </div>
        </Form>
      </Dialog>
    </>
  );
}
