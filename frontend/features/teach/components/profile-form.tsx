"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { NumberField } from "@/components/ui/number-field";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import type { OwnProfile } from "@/lib/types";
import { textOf, useSubmit } from "@/lib/use-submit";
import { ruleFields, rulesOf } from "../model";
import { saveProfile } from "../queries";
import { RuleFields } from "./rule-fields";

type ProfileFormProps = { profile: OwnProfile; next: string };

const years = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** What students read of an instructor, and the rules by which they can book. */
export function ProfileForm({ profile, next }: ProfileFormProps) {
  const router = useRouter();
  const [experience, setExperience] = useState(profile.years_experience ?? Number.NaN);
  const [rules, setRules] = useState(rulesOf(profile));
  const form = useSubmit(async (data) => {
    await saveProfile({
      headline: textOf(data, "headline"),
      bio: textOf(data, "bio"),
      years_experience: years(experience),
      ...ruleFields(rules),
    });
    router.push(next);
    router.refresh();
  });
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-6">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <TextField
        label="Headline"
        name="headline"
        defaultValue={profile.headline}
        hint="One line under your name, for example: Jazz piano for people who think they cannot improvise"
        isRequired
        maxLength={120}
      />
      <TextField
        label="About you"
        name="bio"
        rows={7}
        defaultValue={profile.bio}
        hint="How you teach, whom you like to teach, what a first lesson is like."
        isRequired
        maxLength={3000}
      />
      <NumberField
        label="Years of teaching"
        value={experience}
        onChange={setExperience}
        minValue={0}
        maxValue={80}
        error={form.fieldErrors.years_experience}
        className="sm:max-w-60"
      />
      <RuleFields rules={rules} onChange={setRules} errors={form.fieldErrors} />
      <Button type="submit" pending={form.pending} pendingLabel="Saving" className="self-start">
        Save and go on
      </Button>
    </Form>
  );
}
