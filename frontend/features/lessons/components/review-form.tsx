"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { StarInput } from "@/components/ui/star-input";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { writeReview } from "@/features/lessons/queries";
import { textOf, useSubmit } from "@/lib/use-submit";

const MAX_TEXT = 1_000;

type ReviewFormProps = { lessonId: string; instructor: string; openUntil: string };

/** Stars first; words if one likes. */
export function ReviewForm({ lessonId, instructor, openUntil }: ReviewFormProps) {
  const router = useRouter();
  const [stars, setStars] = useState<number | null>(null);
  const [missing, setMissing] = useState(false);
  const form = useSubmit(async (data) => {
    setMissing(stars === null);
    if (stars === null) return;
    await writeReview(lessonId, stars, textOf(data, "text"));
    router.refresh();
  });
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <StarInput
        label={`How was it with ${instructor}?`}
        value={stars}
        onChange={setStars}
        error={missing && stars === null ? "Choose one to five stars." : undefined}
      />
      <TextField
        label="In words (optional)"
        name="text"
        hint={`Everybody can read it, with your first name. You can write it until ${openUntil}.`}
        rows={4}
        maxLength={MAX_TEXT}
      />
      <Button type="submit" pending={form.pending} pendingLabel="Sending" className="self-start">
        Publish review
      </Button>
    </Form>
  );
}
