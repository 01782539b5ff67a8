"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Option } from "@/components/ui/select";
import { Notice } from "@/components/ui/states";
import { formatRate } from "@/lib/money";
import { hasCode, messageOf } from "@/lib/problem";
import { formatDuration } from "@/lib/time";
import type { Offering, OfferingWrite } from "@/lib/types";
import { OWN_PLACE_NAMES } from "@/lib/words";
import { removeOffering, saveOffering } from "../queries";
import { OfferingForm } from "./offering-form";

type OfferingsProps = { offerings: Offering[]; subjects: Option[] };

const NEW = "new";

/** The priced subjects of an instructor: added, changed and taken away one at a time. */
export function Offerings({ offerings, subjects }: OfferingsProps) {
  const router = useRouter();
  const [editing, setEditing] = useState<string | null>(offerings.length === 0 ? NEW : null);
  const [removing, setRemoving] = useState<Offering | null>(null);
  const free = subjects.filter(({ id }) => !offerings.some(({ subject }) => subject === id));

  async function save(id: string | null, body: OfferingWrite) {
    await saveOffering(id, body);
    setEditing(null);
    router.refresh();
  }

  return (
    <div className="flex flex-col gap-4">
      {offerings.map((offering) =>
        editing === offering.id ? (
          <OfferingForm
            key={offering.id}
            offering={offering}
            subjects={subjects}
            onSave={(body) => save(offering.id, body)}
            onCancel={() => setEditing(null)}
          />
        ) : (
          <OfferingRow
            key={offering.id}
            offering={offering}
            onEdit={() => setEditing(offering.id)}
            onRemove={() => setRemoving(offering)}
          />
        ),
      )}
      {editing === NEW ? (
        <OfferingForm
          offering={null}
          subjects={free}
          onSave={(body) => save(null, body)}
          onCancel={() => setEditing(null)}
        />
      ) : (
        <Button variant="secondary" className="self-start" onClick={() => setEditing(NEW)}>
          <Plus aria-hidden size={20} /> Add a subject
        </Button>
      )}
      <RemoveDialog
        offering={removing}
        onClose={() => setRemoving(null)}
        onRemoved={() => router.refresh()}
      />
    </div>
  );
}

type OfferingRowProps = { offering: Offering; onEdit: () => void; onRemove: () => void };

function OfferingRow({ offering, onEdit, onRemove }: OfferingRowProps) {
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

type RemoveDialogProps = { offering: Offering | null; onClose: () => void; onRemoved: () => void };

function RemoveDialog({ offering, onClose, onRemoved }: RemoveDialogProps) {
  const [error, setError] = useState<string | null>(null);
  async function remove() {
    if (!offering) return;
    try {
      await removeOffering(offering.id);
    } catch (cause) {
      // Gone already, from another window: what was wanted is so.
      if (!hasCode(cause, "not_found")) return setError(messageOf(cause));
    }
    onClose();
    onRemoved();
  }
  return (
    <Dialog
      title={`Stop offering ${offering?.subject_name ?? ""}?`}
      role="alertdialog"
      isOpen={offering !== null}
      onClose={onClose}
    >
      {error && <Notice tone="error">{error}</Notice>}
      <p>Nobody can book it any more. Lessons that are booked stay as they are.</p>
      <div className="flex flex-wrap gap-3">
        <Button variant="danger" onClick={remove}>
          Remove
        </Button>
        <Button variant="secondary" onClick={onClose}>
          Keep it
        </Button>
      </div>
    </Dialog>
  );
}
