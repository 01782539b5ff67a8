"use client";

import { ComboBox } from "@/components/ui/combo-box";
import { RadioGroup } from "@/components/ui/radio-group";
import type { WishForm } from "@/features/waitlist/model";
import { formatDuration } from "@/lib/time";
import { PLACE_NAMES } from "@/lib/words";

type Sold = { id: string | null; name: string; durations: number[]; places: string[] };

type WishLessonProps = {
  values: WishForm;
  change: (part: Partial<WishForm>) => void;
  sold: Sold[];
  areas: { id: string; name: string }[];
};

/** Which lesson. A question with one answer is not asked. */
export function WishLesson({ values, change, sold, areas }: WishLessonProps) {
  const chosen = sold.find(({ id }) => id === values.offering) ?? sold[0];
  if (!chosen) return null;
  return (
    <div className="flex flex-col gap-5">
      {sold.length > 1 && (
        <RadioGroup
          label="Subject"
          layout="row"
          options={sold.map(({ id, name }) => ({ id: id ?? "", name }))}
          value={chosen.id}
          onChange={(offering) => change({ offering })}
        />
      )}
      <RadioGroup
        label="Length"
        layout="row"
        options={chosen.durations.map((minutes) => ({ id: String(minutes), name: formatDuration(minutes) }))}
        value={String(values.duration)}
        onChange={(minutes) => change({ duration: Number(minutes) })}
      />
      {chosen.places.length > 1 && (
        <RadioGroup
          label="Place"
          layout="row"
          options={chosen.places.map((id) => ({ id, name: PLACE_NAMES[id] ?? id }))}
          value={values.place}
          onChange={(place) => change({ place })}
        />
      )}
      {values.place === "at_student" && (
        <ComboBox
          label="Your neighborhood"
          options={areas}
          selectedKey={values.neighborhood}
          onSelectionChange={(neighborhood) => change({ neighborhood })}
          emptyText="No neighborhood of that name"
          isRequired
          className="max-w-form"
        />
      )}
    </div>
  );
}
