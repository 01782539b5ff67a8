"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/states";
import { hasCode, messageOf } from "@/lib/problem";
import type { Offering } from "@/lib/types";
import { removeOffering } from "../queries";

type RemoveOfferingProps = {
  offering: Offering | null;
  onClose: () => void;
  onRemoved: (offering: Offering) => void;
};

/** Asked before a subject is offered no more. */
export function RemoveOffering({ offering, onClose, onRemoved }: RemoveOfferingProps) {
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
    onRemoved(offering);
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
