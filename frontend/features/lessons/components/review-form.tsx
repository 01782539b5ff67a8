"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { StarInput } from "@/components/ui/star-input";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { writeReview } from "@/features/lessons/queries";
import { useDraft } from "@/lib/use-draft";
import { useSubmit } from "@/lib/use-submit";

const MAX_TEXT = 1_000;

type ReviewFormProps = { lessonId: string; instructor: string; openUntil: string };

type Draft = { stars: number | null; text: string };

/** Stars first; words if one likes. Both wait for whoever looks something up in between. */
export function ReviewForm({ lessonId, instructor, openUntil }: ReviewFormProps) {
  const router = useRouter();
  const { value, change, drop } = useDraft<Draft>(`review:${lessonId}`, { stars: null, text: "" });
  const { stars, text } = value;
  const [missing, setMissing] = useState(false);
  const form = useSubmit(async () => {
    setMissing(stars === null);
    if (stars === null) return;
    await writeReview(lessonId, stars, text);
    drop();
    router.refresh();
  });
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <StarInput
        label={`How was it with ${instructor}?`}
        value={stars}
        onChange={(chosen) => change({ stars: chosen })}
        error={missing && stars === null ? "Choose one to five stars." : undefined}
      />
      <TextField
        label="In words (optional)"
        name="text"
        hint={`Everybody can read it, with your first name. You can write it until ${openUntil}.`}
        rows={4}
        value={text}
        onChange={(written) => change({ text: written })}
        maxLength={MAX_TEXT}
      />
      <Button type="submit" pending={form.pending} pendingLabel="Sending" className="self-start">
        Publish review
      </Button>
    </Form>
  );
}
