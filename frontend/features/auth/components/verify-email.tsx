"use client";

import { useState } from "react";
import { Form } from "react-aria-components";
import { Button, LinkButton } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Notice } from "@/components/ui/states";
import { confirmVerification } from "@/features/auth/queries";
import { useFragment } from "@/features/auth/use-fragment";
import { useSubmit } from "@/lib/use-submit";

/** The token stands behind the "#" of the mailed link. A press confirms, so that nothing happens by merely looking. */
export function VerifyEmail() {
  const token = useFragment("token");
  if (token === null) return <Skeleton className="h-40" />;
  if (token !== "") return <Confirm token={token} />;
  return (
    <div className="flex flex-col items-start gap-5">
      <Notice tone="error">This link is not whole. You can ask for a new one in your account.</Notice>
      <LinkButton href="/account">Go to your account</LinkButton>
    </div>
  );
}

/** There is no field here to put an error beside. */
const noFields = () => ({});

function Confirm({ token }: { token: string }) {
  const [done, setDone] = useState(false);
  const form = useSubmit(async () => {
    await confirmVerification(token);
    setDone(true);
  }, noFields);
  if (done) {
    return (
      <div className="flex flex-col items-start gap-5">
        <Notice tone="success">Thank you. Your e-mail is confirmed.</Notice>
        <LinkButton href="/search">Find an instructor</LinkButton>
      </div>
    );
  }
  return (
    <Form onSubmit={form.onSubmit} className="flex flex-col items-start gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <p>Is this address yours? Then your lesson mails are sure to reach you.</p>
      <Button type="submit" pending={form.pending} pendingLabel="Confirming">
        Confirm this address
      </Button>
    </Form>
  );
}
