"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { NumberField } from "@/components/ui/number-field";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { costWords } from "@/features/admin/cancelling";
import { cancelForBoth } from "@/features/admin/queries";
import { textOf, useSubmit } from "@/lib/use-submit";

const MAX_REASON = 500;
const SHARE_STEP = 5;

type CancelBookingProps = { id: string; priceCents: number };

export function CancelBooking(props: CancelBookingProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="secondary" className="self-start text-red" onClick={() => setOpen(true)}>
        Cancel for both
      </Button>
      <Dialog
        title="Cancel this lesson for both?"
        role="alertdialog"
        isOpen={open}
        onClose={() => setOpen(false)}
      >
        <CancelForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** The cost follows the share that is chosen and stands above the button that causes it. */
function CancelForm({ id, priceCents, onClose }: CancelBookingProps & { onClose: () => void }) {
  const router = useRouter();
  const [share, setShare] = useState(100);
  const form = useSubmit(async (data) => {
    await cancelForBoth(id, textOf(data, "reason"), share);
    onClose();
    router.refresh();
  });
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <NumberField
        label="Percent of the price taken off"
        name="refund_share_percent"
        minValue={0}
        maxValue={100}
        step={SHARE_STEP}
        value={share}
        onChange={(value) => setShare(Number.isNaN(value) ? 100 : value)}
      />
      <Notice>{costWords(priceCents, share)} Both get a mail, and the time is free again.</Notice>
      <TextField
        label="Why?"
        name="reason"
        hint="Both sides read it."
        rows={3}
        maxLength={MAX_REASON}
        isRequired
      />
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <Button variant="secondary" onClick={onClose}>
          Keep lesson
        </Button>
        <Button type="submit" variant="danger" pending={form.pending} pendingLabel="Cancelling">
          Cancel for both
        </Button>
      </div>
    </Form>
  );
}
