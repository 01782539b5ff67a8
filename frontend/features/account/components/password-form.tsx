"use client";

import { useRef, useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { changePassword } from "@/features/account/queries";
import type { ApiError } from "@/lib/problem";
import { textOf, useSubmit } from "@/lib/use-submit";

const fieldsOf = (error: ApiError): Record<string, string> =>
  error.code === "wrong_password" ? { current_password: "This is not your password." } : error.fieldErrors;

export function PasswordForm() {
  const form = useRef<HTMLFormElement>(null);
  const [saved, setSaved] = useState(false);
  const submit = useSubmit(async (data) => {
    setSaved(false);
    await changePassword(textOf(data, "current_password"), textOf(data, "new_password"));
    setSaved(true);
    form.current?.reset();
  }, fieldsOf);
  return (
    <Form
      ref={form}
      onSubmit={submit.onSubmit}
      validationErrors={submit.fieldErrors}
      className="flex flex-col gap-5"
    >
      {submit.message && <Notice tone="error">{submit.message}</Notice>}
      {saved && <Notice tone="success">Your password is changed. Other devices were signed out.</Notice>}
      <TextField
        label="Current password"
        name="current_password"
        type="password"
        autoComplete="current-password"
        isRequired
      />
      <TextField
        label="New password"
        name="new_password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters."
        isRequired
        minLength={12}
        maxLength={256}
      />
      <Button
        type="submit"
        variant="secondary"
        pending={submit.pending}
        pendingLabel="Saving"
        className="self-start"
      >
        Change password
      </Button>
    </Form>
  );
}
