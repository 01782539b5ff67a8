"use client";

import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components";
import { flushSync } from "react-dom";
import type { Option } from "@/components/ui/select";
import type { Offering, OfferingWrite } from "@/lib/types";
import { useDraft } from "@/lib/use-draft";
import { useSubmit } from "@/lib/use-submit";
import { draftName, missing, NEW, offeringDraft, offeringFields } from "../drafts";
import { FormProblem } from "./form-problem";
import { OfferingFields } from "./offering-fields";
import { SaveRow } from "./save-row";

type OfferingFormProps = {
  person: string;
  offering: Offering | null;
  subjects: Option[];
  onSave: (body: OfferingWrite) => Promise<void>;
  /** Absent while there is nothing besides to see. */
  onClose?: () => void;
};

/** One subject with its price, lengths and places. */
export function OfferingForm({ person, offering, subjects, onSave, onClose }: OfferingFormProps) {
  const name = draftName(person, "subjects", offering?.id ?? NEW);
  const { value, change, drop, ...draft } = useDraft(name, offeringDraft(offering));
  const [checked, setChecked] = useState(false);
  const form = useSubmit(async () => {
    await onSave(offeringFields(value));
    drop();
  });
  const gaps = missing(value);
  const errors: Record<string, string | undefined> = { ...(checked ? gaps : {}), ...form.fieldErrors };

  function submit(event: FormEvent<HTMLFormElement>) {
    if (Object.keys(gaps).length === 0) return form.onSubmit(event);
    event.preventDefault();
    flushSync(() => setChecked(true));
    event.currentTarget.querySelector<HTMLElement>("input[aria-invalid]")?.focus();
  }

  return (
    <Form
      onSubmit={submit}
      validationBehavior="aria"
      className="flex flex-col gap-6 rounded-card border border-line p-5"
    >
      <FormProblem message={form.message} error={form.error} path="/teach/subjects" />
      <OfferingFields
        draft={value}
        sold={offering?.durations ?? []}
        subjects={subjects}
        errors={errors}
        onChange={change}
      />
      <SaveRow
        label="Save subject"
        pending={form.pending}
        kept={draft.kept}
        onDiscard={draft.discard}
        onRestore={draft.restore}
        {...(onClose ? { onClose } : {})}
      />
    </Form>
  );
}
