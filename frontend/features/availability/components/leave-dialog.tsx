"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

type LeaveDialogProps = { isOpen: boolean; onLeave: () => void; onStay: () => void };

export function LeaveDialog({ isOpen, onLeave, onStay }: LeaveDialogProps) {
  return (
    <Dialog title="Leave without saving?" role="alertdialog" isOpen={isOpen} onClose={onStay}>
      <p>What you changed in this week is not stored yet.</p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={onStay}>Stay here</Button>
        <Button variant="danger" onClick={onLeave}>
          Leave, change nothing
        </Button>
      </div>
    </Dialog>
  );
}
