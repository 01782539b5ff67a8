"use client";

import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { InstructorProfile } from "@/lib/types";

type PlaceFieldsProps = {
  profile: InstructorProfile;
  neighborhood: string | null;
  onNeighborhood: (slug: string) => void;
  address: string;
  onAddress: (address: string) => void;
};

/** For lessons at the student's: only where the instructor travels to can be chosen. */
export function PlaceFields({ profile, neighborhood, onNeighborhood, address, onAddress }: PlaceFieldsProps) {
  const options = profile.areas.map(({ slug, name }) => ({ id: slug, name }));
  return (
    <fieldset className="grid gap-5 sm:grid-cols-2">
      <legend className="sr-only">Your place</legend>
      <Select
        label="Neighborhood"
        options={options}
        value={neighborhood}
        onChange={onNeighborhood}
        isRequired
      />
      <TextField
        label="Address"
        name="address"
        autoComplete="street-address"
        hint="Only your instructor sees it."
        value={address}
        onChange={onAddress}
        maxLength={300}
        isRequired
      />
    </fieldset>
  );
}
