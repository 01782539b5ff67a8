"use client";

import { useState } from "react";
import { Form } from "react-aria-components";
import { Button, LinkButton } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { confirmReset } from "@/features/auth/queries";
import { useFragment } from "@/features/auth/use-fragment";
import type { ApiError } from "@/lib/problem";
import { textOf, useSubmit } from "@/lib/use-submit";

function fieldsOf(error: ApiError): Record<string, string> {
  const message = error.fieldErrors.new_password;
  return message ? { password: message } : {};
}

/** The token stands behind the "#" of the mailed link. */
export function ResetPassword() {
  const token = useFragment("token");
  if (token === null) return <Skeleton className="h-40" />;
  if (token !== "") return <ResetPasswordForm token={token} />;
  return (
    <div className="flex flex-col items-start gap-5">
      <Notice tone="error">This link is not whole. Ask for a new one.</Notice>
      <LinkButton href="/forgot-password">Send me a link</LinkButton>
    </div>
  );
}

function ResetPasswordForm({ token }: { token: string }) {
  const [done, setDone] = useState(false);
  const form = useSubmit(async (data) => {
    await confirmReset(token, textOf(data, "password"));
    setDone(true);
  }, fieldsOf);
  if (done) {
    return (
      <div className="flex flex-col items-start gap-5">
        <Notice tone="success">Your new password is set. Other devices were signed out.</Notice>
        <LinkButton href="/sign-in">Sign in</LinkButton>
      </div>
    );
  }
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <TextField
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters."
        isRequired
        minLength={12}
        maxLength={256}
      />
      <Button type="submit" pending={form.pending} pendingLabel="Saving">
        Set password
      </Button>
    </Form>
  );
}
