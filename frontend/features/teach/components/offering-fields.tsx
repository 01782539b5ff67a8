"use client";

import { CheckboxGroup } from "@/components/ui/checkbox";
import { ComboBox } from "@/components/ui/combo-box";
import { NumberField } from "@/components/ui/number-field";
import type { Option } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { formatCents, priceForMinutes } from "@/lib/money";
import { formatDuration } from "@/lib/time";
import { AGE_GROUP_NAMES, LEVEL_NAMES, OWN_PLACE_NAMES } from "@/lib/words";
import { numberOrNull, type OfferingDraft } from "../drafts";
import { durationsWith, errorOf } from "../model";

const MOST_DESCRIPTION = 1_000;
const DOLLARS = { style: "currency", currency: "USD", trailingZeroDisplay: "stripIfInteger" } as const;

const optionsOf = (names: Record<string, string>): Option[] =>
  Object.entries(names).map(([id, name]) => ({ id, name }));

function lengths({ rate }: OfferingDraft, sold: readonly number[]): Option[] {
  const cents = Math.round((rate ?? 0) * 100);
  return durationsWith(sold).map((minutes) => ({
    id: String(minutes),
    name: `${formatDuration(minutes)}, ${formatCents(priceForMinutes(cents, minutes))}`,
  }));
}

type OfferingFieldsProps = {
  draft: OfferingDraft;
  sold: readonly number[];
  subjects: Option[];
  errors: Record<string, string | undefined>;
  onChange: (change: Partial<OfferingDraft>) => void;
};

/** What a subject is, costs and takes. */
export function OfferingFields({ draft, sold, subjects, errors, onChange }: OfferingFieldsProps) {
  return (
    <>
      <div className="grid gap-6 sm:grid-cols-2">
        <ComboBox
          label="Subject"
          options={subjects}
          selectedKey={draft.subject}
          onSelectionChange={(subject) => onChange({ subject })}
          placeholder="Piano, algebra, tennis ..."
          error={errorOf(errors, "subject")}
          isRequired
        />
        <NumberField
          label="Price per hour"
          value={draft.rate ?? Number.NaN}
          onChange={(rate) => onChange({ rate: numberOrNull(rate) })}
          minValue={10}
          maxValue={1_000}
          formatOptions={DOLLARS}
          error={errors.rate ?? errors.rate_cents}
        />
      </div>
      <CheckboxGroup
        label="Lengths and what they cost"
        options={lengths(draft, sold)}
        value={draft.durations}
        onChange={(durations) => onChange({ durations: durations.toSorted() })}
        error={errorOf(errors, "durations")}
      />
      <CheckboxGroup
        label="Places"
        options={optionsOf(OWN_PLACE_NAMES)}
        value={draft.places}
        onChange={(places) => onChange({ places: places.toSorted() })}
        error={errorOf(errors, "places")}
      />
      <CheckboxGroup
        label="Levels"
        options={optionsOf(LEVEL_NAMES)}
        value={draft.levels}
        onChange={(levels) => onChange({ levels: levels.toSorted() })}
        error={errorOf(errors, "levels")}
      />
      <CheckboxGroup
        label="Ages"
        options={optionsOf(AGE_GROUP_NAMES)}
        value={draft.ages}
        onChange={(ages) => onChange({ ages: ages.toSorted() })}
        error={errorOf(errors, "age_groups")}
      />
      <TextField
        label="About these lessons"
        rows={3}
        value={draft.description}
        onChange={(description) => onChange({ description })}
        hint="What is special about them; may stay empty."
        maxLength={MOST_DESCRIPTION}
        error={errors.description}
      />
    </>
  );
}
