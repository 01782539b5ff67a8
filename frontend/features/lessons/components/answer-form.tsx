"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { answerReview } from "@/features/lessons/queries";
import { useDraft } from "@/lib/use-draft";
import { useSubmit } from "@/lib/use-submit";

const MAX_ANSWER = 1_000;

type AnswerFormProps = { reviewId: string; answer: string | null };

/** One answer, which can be written anew. */
export function AnswerForm({ reviewId, answer }: AnswerFormProps) {
  const router = useRouter();
  const [open, setOpen] = useState(answer === null);
  const { value, change, drop } = useDraft(`answer:${reviewId}`, { text: answer ?? "" });
  const form = useSubmit(async () => {
    await answerReview(reviewId, value.text);
    drop();
    setOpen(false);
    router.refresh();
  });
  if (!open) {
    return (
      <Button variant="secondary" size="small" onClick={() => setOpen(true)} className="self-start">
        Change your answer
      </Button>
    );
  }
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-4">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <TextField
        label="Your answer"
        name="answer"
        hint="It stands under the review, for everybody."
        rows={3}
        value={value.text}
        onChange={(text) => change({ text })}
        maxLength={MAX_ANSWER}
        isRequired
      />
      <Button
        type="submit"
        variant="secondary"
        pending={form.pending}
        pendingLabel="Sending"
        className="self-start"
      >
        Publish answer
      </Button>
    </Form>
  );
}
