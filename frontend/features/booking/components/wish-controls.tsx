"use client";

import { RadioGroup } from "@/components/ui/radio-group";
import type { Wish } from "@/features/booking/model";
import { formatCents, priceForMinutes } from "@/lib/money";
import { formatDuration } from "@/lib/time";
import type { InstructorProfile } from "@/lib/types";
import { PLACE_NAMES } from "@/lib/words";

type Change = { offering?: string; duration?: number; place?: string };
type WishControlsProps = { profile: InstructorProfile; wish: Wish; onChange: (change: Change) => void };

/** What is bought. A question with one answer is not asked. */
export function WishControls({ profile, wish, onChange }: WishControlsProps) {
  const { offering } = wish;
  const subjects = profile.offerings.map(({ id, subject_name: name }) => ({ id, name }));
  const lengths = offering.durations.map((minutes) => ({
    id: String(minutes),
    name: formatDuration(minutes),
    detail: formatCents(priceForMinutes(offering.rate_cents, minutes)),
  }));
  const places = offering.places.map((place) => ({ id: place, name: PLACE_NAMES[place] ?? place }));
  return (
    <div className="flex flex-col gap-5">
      {subjects.length > 1 && (
        <RadioGroup
          label="Subject"
          layout="row"
          options={subjects}
          value={offering.id}
          onChange={(id) => onChange({ offering: id })}
        />
      )}
      <RadioGroup
        label="Length"
        layout="row"
        options={lengths}
        value={String(wish.duration)}
        onChange={(id) => onChange({ duration: Number(id) })}
      />
      {places.length > 1 && (
        <RadioGroup
          label="Place"
          layout="row"
          options={places}
          value={wish.place}
          onChange={(place) => onChange({ place })}
        />
      )}
    </div>
  );
}
