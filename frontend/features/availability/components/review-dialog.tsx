"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/states";
import { changes, type WeekHours } from "../model";
import type { DayNames } from "../usual";
import { DayChanges } from "./day-changes";
import { OutsideAfter } from "./outside-after";
import type { Review } from "./use-hours-editor";

type ReviewDialogProps = {
  saved: WeekHours;
  hours: WeekHours;
  names: DayNames;
  validation: Review | null;
  saving: boolean;
  error: string | null;
  onSave: () => void;
  onClose: () => void;
  /** What else saving does. */
  children?: ReactNode;
};

/** What saving changes and which lessons will stand outside the hours, before anything is stored. */
export function ReviewDialog({
  saved,
  hours,
  names,
  validation,
  saving,
  error,
  onSave,
  onClose,
  children,
}: ReviewDialogProps) {
  return (
    <Dialog title="Save these hours?" isOpen={validation !== null} onClose={onClose}>
      {error && <Notice tone="error">{error}</Notice>}
      <DayChanges days={changes(saved, hours)} names={names} />
      {children}
      <OutsideAfter lessons={validation?.outside_hours ?? []} />
      <div className="flex flex-wrap gap-3">
        <Button onClick={onSave} pending={saving} pendingLabel="Saving">
          Save hours
        </Button>
        <Button variant="secondary" onClick={onClose}>
          Go on editing
        </Button>
      </div>
    </Dialog>
  );
}
