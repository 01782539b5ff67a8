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
import { saveProfile } from "../queries";

type ProfileFormProps = { profile: OwnProfile; next: string };

const years = (value: number): number | null => (Number.isNaN(value) ? null : value);

export function ProfileForm({ profile, next }: ProfileFormProps) {
  const router = useRouter();
  const [experience, setExperience] = useState(profile.years_experience ?? Number.NaN);
  const [notice, setNotice] = useState(profile.min_notice_minutes / 60);
  const [buffer, setBuffer] = useState(profile.buffer_minutes);
  const form = useSubmit(async (data) => {
    await saveProfile({
      headline: textOf(data, "headline"),
      bio: textOf(data, "bio"),
      years_experience: years(experience),
      min_notice_minutes: notice * 60,
      buffer_minutes: buffer,
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
      <div className="grid gap-6 sm:grid-cols-3">
        <NumberField
          label="Years of teaching"
          value={experience}
          onChange={setExperience}
          minValue={0}
          maxValue={80}
        />
        <NumberField
          label="Notice, in hours"
          value={notice}
          onChange={setNotice}
          minValue={0}
          maxValue={72}
          hint="How long before a lesson it can still be booked."
        />
        <NumberField
          label="Break after, in minutes"
          value={buffer}
          onChange={setBuffer}
          minValue={0}
          maxValue={120}
          step={5}
          hint="Kept free after each lesson."
        />
      </div>
      <Button type="submit" pending={form.pending} pendingLabel="Saving" className="self-start">
        Save and go on
      </Button>
    </Form>
  );
}
