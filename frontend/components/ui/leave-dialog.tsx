"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

type LeaveDialogProps = { asked: boolean; leave: () => void; stay: () => void };

/** Takes what `useLeaving` returns. */
export function LeaveDialog({ asked, leave, stay }: LeaveDialogProps) {
  return (
    <Dialog title="Leave without saving?" role="alertdialog" isOpen={asked} onClose={stay}>
      <p>What you changed here is not saved yet.</p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={stay}>Stay here</Button>
        <Button variant="danger" onClick={leave}>
          Leave, change nothing
        </Button>
      </div>
    </Dialog>
  );
}
