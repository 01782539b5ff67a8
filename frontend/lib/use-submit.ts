"use client";

import { type FormEvent, useState, useTransition } from "react";
import { ApiError, messageOf } from "@/lib/problem";

type Failure = { message: string; fields: Record<string, string>; error: unknown };

type Submit = {
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  pending: boolean;
  /** What to say above the form; null when nothing failed or when the fields say it themselves. */
  message: string | null;
  fieldErrors: Record<string, string>;
  error: unknown;
};

/**
 * Sends a form: one attempt at a time, entries stay when it fails, the API's words land at their fields.
 * `fieldsOf` turns errors that the API gives no field for into one (an e-mail that is taken).
 */
export function useSubmit(
  action: (form: FormData) => Promise<void>,
  fieldsOf: (error: ApiError) => Record<string, string> = (error) => error.fieldErrors,
): Submit {
  const [pending, start] = useTransition();
  const [failure, setFailure] = useState<Failure | null>(null);
  const attempt = async (form: FormData) => {
    try {
      await action(form);
      setFailure(null);
    } catch (error) {
      const fields = error instanceof ApiError ? fieldsOf(error) : {};
      setFailure({ message: messageOf(error), fields, error });
    }
  };
  return {
    onSubmit: (event) => {
      event.preventDefault();
      const form = new FormData(event.currentTarget);
      if (!pending) start(() => attempt(form));
    },
    pending,
    message: failure && Object.keys(failure.fields).length === 0 ? failure.message : null,
    fieldErrors: failure?.fields ?? {},
    error: failure?.error ?? null,
  };
}

/** A text field of a form, "" when it is not there. */
export const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "");
