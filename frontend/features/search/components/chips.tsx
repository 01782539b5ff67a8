"use client";

import { RemovableChip } from "@/components/ui/chip";
import { type Chip, searchPath } from "@/features/search/model";
import { useMapOpen } from "@/features/search/use-map-open";

type ChipsProps = { chips: Chip[]; unrecognized: string[] };

/** "Understood as": what holds for every result, and honestly what was not understood. */
export function Chips({ chips, unrecognized }: ChipsProps) {
  const { open } = useMapOpen();
  if (chips.length === 0 && unrecognized.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {chips.length > 0 && <h2 className="mr-1 text-sm font-normal text-soft">Understood as</h2>}
      <ul className="contents">
        {chips.map(({ group, label, withoutIt }) => (
          <li key={group}>
            <RemovableChip removeHref={searchPath(withoutIt, open)} removeLabel={`${label}: take this away`}>
              {label}
            </RemovableChip>
          </li>
        ))}
      </ul>
      {unrecognized.length > 0 && (
        <p className="text-sm text-soft">
          Not understood: <strong className="text-ink">{unrecognized.join(", ")}</strong>
        </p>
      )}
    </div>
  );
}
