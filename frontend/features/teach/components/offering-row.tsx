import { Button } from "@/components/ui/button";
import { formatRate } from "@/lib/money";
import { formatDuration } from "@/lib/time";
import type { Offering } from "@/lib/types";
import { OWN_PLACE_NAMES } from "@/lib/words";

type OfferingRowProps = { offering: Offering; drafted: boolean; onEdit: () => void; onRemove: () => void };

/** A subject that is offered. */
export function OfferingRow({ offering, drafted, onEdit, onRemove }: OfferingRowProps) {
  return (
    <section
      aria-label={offering.subject_name}
      className="flex flex-wrap items-start justify-between gap-3 rounded-card border border-line p-5"
    >
      <div>
        <h2 className="text-lg font-bold">
          {offering.subject_name}{" "}
          <span className="tabular font-semibold">{formatRate(offering.rate_cents)}</span>
        </h2>
        <p className="text-soft">{offering.durations.map(formatDuration).join(", ")}</p>
        <p className="text-soft">
          {offering.places.map((place) => OWN_PLACE_NAMES[place] ?? place).join(", ")}
        </p>
        {drafted && <p className="font-semibold">Changes are kept here, not saved yet.</p>}
      </div>
      <div className="flex gap-2">
        <Button
          variant="secondary"
          size="small"
          onClick={onEdit}
          aria-label={`Change ${offering.subject_name}`}
        >
          Change
        </Button>
        <Button
          variant="quiet"
          size="small"
          onClick={onRemove}
          aria-label={`Remove ${offering.subject_name}`}
        >
          Remove
        </Button>
      </div>
    </section>
  );
}
