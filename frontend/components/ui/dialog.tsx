"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Button, Heading, Modal, ModalOverlay } from "react-aria-components";

type DialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** `alertdialog` for what cannot be undone. */
  role?: "dialog" | "alertdialog";
};

/** A modal; on phones it rises from the bottom edge. Focus is kept inside and given back. */
export function Dialog({ title, isOpen, onClose, children, role = "dialog" }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === "dialog"}
      className="fixed inset-0 z-50 flex items-end justify-center bg-band/60 sm:items-center sm:p-6"
    >
      <Modal className="max-h-[92dvh] w-full overflow-auto rounded-t-card bg-paper text-ink shadow-lg entering:animate-enter sm:max-w-lg sm:rounded-card">
        <AriaDialog role={role} className="flex flex-col gap-5 p-5 outline-none sm:p-6">
          <div className="flex items-start justify-between gap-4">
            <Heading slot="title" className="text-xl font-bold">
              {title}
            </Heading>
            <Button
              aria-label="Close"
              onPress={onClose}
              className="-mr-2 -mt-2 grid size-11 shrink-0 place-items-center rounded-control hover:bg-mist"
            >
              <X aria-hidden size={22} />
            </Button>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
