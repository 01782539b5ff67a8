"use client";

import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { join } from "@/features/auth/queries";
import type { ApiError } from "@/lib/problem";
import type { User } from "@/lib/types";
import { textOf, useSubmit } from "@/lib/use-submit";

type Role = "student" | "instructor";

const ROLES = [
  { id: "student", name: "I want to learn" },
  { id: "instructor", name: "I want to teach" },
];

const fieldsOf = (error: ApiError): Record<string, string> =>
  error.code === "email_taken"
    ? { email: "There is an account with this e-mail already. Sign in instead." }
    : error.fieldErrors;

type JoinFormProps = {
  onDone: (user: User) => void;
  /** Left out, the person chooses between learning and teaching. */
  joinAs?: Role;
};

export function JoinForm({ onDone, joinAs }: JoinFormProps) {
  const [role, setRole] = useState<Role>(joinAs ?? "student");
  const form = useSubmit(async (data) => {
    const user = await join({
      first_name: textOf(data, "first_name"),
      last_name: textOf(data, "last_name"),
      email: textOf(data, "email"),
      password: textOf(data, "password"),
      role,
    });
    onDone(user);
  }, fieldsOf);
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      {!joinAs && (
        <RadioGroup
          label="What brings you here?"
          options={ROLES}
          value={role}
          onChange={(id) => setRole(id as Role)}
        />
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField label="First name" name="first_name" autoComplete="given-name" isRequired />
        <TextField label="Last name" name="last_name" autoComplete="family-name" isRequired />
      </div>
      <TextField label="E-mail" name="email" type="email" autoComplete="email" isRequired />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. A few words are easier to remember than signs."
        isRequired
        minLength={12}
        maxLength={256}
      />
      <Button type="submit" pending={form.pending} pendingLabel="Making your account">
        Join
      </Button>
      <p className="text-sm text-soft">
        Others see your first name and one letter. Your e-mail is never shown.
      </p>
    </Form>
  );
}
