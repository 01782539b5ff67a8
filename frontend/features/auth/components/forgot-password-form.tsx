"use client";

import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { requestReset } from "@/features/auth/queries";
import { textOf, useSubmit } from "@/lib/use-submit";

export function ForgotPasswordForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useSubmit(async (data) => {
    const email = textOf(data, "email");
    await requestReset(email);
    setSentTo(email);
  });
  if (sentTo) {
    return (
      <Notice tone="success">
        If there is an account for {sentTo}, a link is on its way. It works once, within one hour.
      </Notice>
    );
  }
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <TextField label="E-mail" name="email" type="email" autoComplete="email" isRequired />
      <Button type="submit" pending={form.pending} pendingLabel="Sending">
        Send me a link
      </Button>
    </Form>
  );
}
