"use client";

import Link from "next/link";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { signIn } from "@/features/auth/queries";
import type { User } from "@/lib/types";
import { textOf, useSubmit } from "@/lib/use-submit";

export function SignInForm({ onDone }: { onDone: (user: User) => void }) {
  const form = useSubmit(async (data) => {
    onDone(await signIn({ email: textOf(data, "email"), password: textOf(data, "password") }));
  });
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <TextField label="E-mail" name="email" type="email" autoComplete="email" isRequired />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        isRequired
      />
      <Button type="submit" pending={form.pending} pendingLabel="Signing in">
        Sign in
      </Button>
      <Link
        href="/forgot-password"
        className="flex min-h-11 items-center self-start font-semibold text-blue underline"
      >
        Forgot your password?
      </Link>
    </Form>
  );
}
