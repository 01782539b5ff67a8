"use client";

import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components";
import { flushSync } from "react-dom";
import { Button } from "@/components/ui/button";
import { CheckboxGroup } from "@/components/ui/checkbox";
import { ComboBox } from "@/components/ui/combo-box";
import { NumberField } from "@/components/ui/number-field";
import type { Option } from "@/components/ui/select";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { formatCents, priceForMinutes } from "@/lib/money";
import { formatDuration } from "@/lib/time";
import type { Offering, OfferingWrite } from "@/lib/types";
import { textOf, useSubmit } from "@/lib/use-submit";
import { AGE_GROUP_NAMES, LEVEL_NAMES, OWN_PLACE_NAMES } from "@/lib/words";
import { durationsWith, errorOf } from "../model";

const optionsOf = (names: Record<string, string>): Option[] =>
  Object.entries(names).map(([id, name]) => ({ id, name }));

const MOST_DESCRIPTION = 1_000;

type Draft = {
  subject: string | null;
  rate: number;
  durations: string[];
  places: string[];
  levels: string[];
  ages: string[];
};

const draftOf = (offering: Offering | null): Draft => ({
  subject: offering?.subject ?? null,
  rate: (offering?.rate_cents ?? 6_000) / 100,
  durations: (offering?.durations ?? [60]).map(String),
  places: offering?.places ?? ["online"],
  levels: offering?.levels ?? Object.keys(LEVEL_NAMES),
  ages: offering?.age_groups ?? Object.keys(AGE_GROUP_NAMES),
});

/** Complete as far as the form can tell; the server says the rest. */
const bodyOf = (draft: Draft, description: string): OfferingWrite => ({
  subject: draft.subject ?? "",
  rate_cents: Math.round(draft.rate * 100),
  durations: draft.durations.map(Number),
  places: draft.places as OfferingWrite["places"],
  levels: draft.levels as NonNullable<OfferingWrite["levels"]>,
  age_groups: draft.ages as NonNullable<OfferingWrite["age_groups"]>,
  description,
});

function missing(draft: Draft): Partial<Record<keyof Draft, string>> {
  return {
    ...(draft.subject ? {} : { subject: "Choose a subject from the list." }),
    ...(draft.durations.length > 0 ? {} : { durations: "Choose at least one length." }),
    ...(draft.places.length > 0 ? {} : { places: "Choose at least one place." }),
  };
}

type OfferingFormProps = {
  offering: Offering | null;
  subjects: Option[];
  onSave: (body: OfferingWrite) => Promise<void>;
  onCancel: () => void;
};

export function OfferingForm({ offering, subjects, onSave, onCancel }: OfferingFormProps) {
  const [draft, setDraft] = useState(draftOf(offering));
  const [checked, setChecked] = useState(false);
  const form = useSubmit((data) => onSave(bodyOf(draft, textOf(data, "description"))));
  const gaps = missing(draft);
  const errors: Record<string, string | undefined> = { ...(checked ? gaps : {}), ...form.fieldErrors };
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });

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
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <div className="grid gap-6 sm:grid-cols-2">
        <ComboBox
          label="Subject"
          options={subjects}
          selectedKey={draft.subject}
          onSelectionChange={(subject) => set({ subject })}
          placeholder="Piano, algebra, tennis ..."
          error={errorOf(errors, "subject")}
          isRequired
        />
        <NumberField
          label="Price per hour"
          value={draft.rate}
          onChange={(rate) => set({ rate })}
          minValue={10}
          maxValue={1_000}
          step={5}
          formatOptions={{ style: "currency", currency: "USD", maximumFractionDigits: 0 }}
          error={errors.rate_cents}
        />
      </div>
      <CheckboxGroup
        label="Lengths and what they cost"
        options={durationsWith(offering?.durations ?? []).map((minutes) => ({
          id: String(minutes),
          name: `${formatDuration(minutes)}, ${formatCents(priceForMinutes(draft.rate * 100 || 0, minutes))}`,
        }))}
        value={draft.durations}
        onChange={(durations) => set({ durations })}
        error={errorOf(errors, "durations")}
      />
      <CheckboxGroup
        label="Places"
        options={optionsOf(OWN_PLACE_NAMES)}
        value={draft.places}
        onChange={(places) => set({ places })}
        error={errorOf(errors, "places")}
      />
      <CheckboxGroup
        label="Levels"
        options={optionsOf(LEVEL_NAMES)}
        value={draft.levels}
        onChange={(levels) => set({ levels })}
        error={errorOf(errors, "levels")}
      />
      <CheckboxGroup
        label="Ages"
        options={optionsOf(AGE_GROUP_NAMES)}
        value={draft.ages}
        onChange={(ages) => set({ ages })}
        error={errorOf(errors, "age_groups")}
      />
      <TextField
        label="About these lessons"
        name="description"
        rows={3}
        defaultValue={offering?.description ?? ""}
        hint="What is special about them; may stay empty."
        maxLength={MOST_DESCRIPTION}
        error={errors.description}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" pending={form.pending} pendingLabel="Saving">
          Save subject
        </Button>
        <Button variant="secondary" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </Form>
  );
}
