"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { NumberField } from "@/components/ui/number-field";
import { TextField } from "@/components/ui/text-field";
import type { OwnProfile } from "@/lib/types";
import { useDraft } from "@/lib/use-draft";
import { useSubmit } from "@/lib/use-submit";
import { draftName, numberOrNull, profileDraft, profileFields } from "../drafts";
import { saveProfile } from "../queries";
import { FormProblem } from "./form-problem";
import { RuleFields } from "./rule-fields";
import { SaveRow } from "./save-row";

type ProfileFormProps = { person: string; profile: OwnProfile; next: string };

/** What students read of an instructor, and the rules by which they can book. */
export function ProfileForm({ person, profile, next }: ProfileFormProps) {
  const router = useRouter();
  const [saved, setSaved] = useState(() => profileDraft(profile));
  const { value, change, drop, ...draft } = useDraft(draftName(person, "you"), saved);
  const form = useSubmit(async () => {
    setSaved(profileDraft(await saveProfile(profileFields(value))));
    drop();
    router.push(next);
    router.refresh();
  });
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-6">
      <FormProblem message={form.message} error={form.error} path="/teach/you" />
      <TextField
        label="Headline"
        name="headline"
        value={value.headline}
        onChange={(headline) => change({ headline })}
        hint="One line under your name, for example: Jazz piano for people who think they cannot improvise"
        isRequired
        maxLength={120}
      />
      <TextField
        label="About you"
        name="bio"
        rows={7}
        value={value.bio}
        onChange={(bio) => change({ bio })}
        hint="How you teach, whom you like to teach, what a first lesson is like."
        isRequired
        maxLength={3000}
      />
      <NumberField
        label="Years of teaching"
        value={value.years ?? Number.NaN}
        onChange={(years) => change({ years: numberOrNull(years) })}
        minValue={0}
        maxValue={80}
        error={form.fieldErrors.years_experience}
        className="sm:max-w-60"
      />
      <RuleFields rules={value} onChange={change} errors={form.fieldErrors} />
      <SaveRow
        label="Save and go on"
        pending={form.pending}
        kept={draft.kept}
        onDiscard={draft.discard}
        onRestore={draft.restore}
      />
    </Form>
  );
}
