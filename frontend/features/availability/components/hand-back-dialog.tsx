"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/states";
import type { HandBackPreview } from "@/lib/types";
import { backSentence } from "../hand-back";
import { toRange } from "../model";
import { DATED } from "../usual";
import { DayChanges } from "./day-changes";
import { OutsideAfter } from "./outside-after";

type HandBackDialogProps = {
  /** What giving a day back would do; null when that is not asked. */
  preview: HandBackPreview | null;
  giving: boolean;
  error: string | null;
  onGive: () => void;
  onClose: () => void;
};

/** What a day gets from the usual week and which lessons stand outside of that, before its own hours are given up. */
export function HandBackDialog({ preview, giving, error, onGive, onClose }: HandBackDialogProps) {
  return (
    <Dialog title="Back to the usual week?" isOpen={preview !== null} onClose={onClose}>
      {error && <Notice tone="error">{error}</Notice>}
      {preview && <Effect preview={preview} />}
      <div className="flex flex-wrap gap-3">
        <Button onClick={onGive} pending={giving} pendingLabel="One moment">
          Give it back
        </Button>
        <Button variant="secondary" onClick={onClose}>
          Keep it as it is
        </Button>
      </div>
    </Dialog>
  );
}

function Effect({ preview }: { preview: HandBackPreview }) {
  const { date, added, removed, outside_hours } = preview;
  const day = { date, added: added.map(toRange), removed: removed.map(toRange) };
  const changes = added.length + removed.length > 0;
  return (
    <>
      <p>{backSentence(preview)}</p>
      {changes && <DayChanges days={[day]} names={DATED} />}
      <OutsideAfter lessons={outside_hours} />
    </>
  );
}
