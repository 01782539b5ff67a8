"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { QueryProvider } from "@/components/query-provider";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { cancellationWords } from "@/features/lessons/model";
import { useCancel, useCancellationQuote } from "@/features/lessons/queries";
import { ApiError, messageOf } from "@/lib/problem";
import type { Booking } from "@/lib/types";
import { textOf } from "@/lib/use-submit";

const MAX_REASON = 500;

type CancelLessonProps = { lesson: Pick<Booking, "id" | "viewer"> };

export function CancelLesson({ lesson }: CancelLessonProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const done = () => {
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      <Button variant="secondary" className="text-red" onClick={() => setOpen(true)}>
        Cancel lesson
      </Button>
      <Dialog title="Cancel this lesson?" isOpen={open} onClose={() => setOpen(false)} role="alertdialog">
        <QueryProvider>
          <CancelForm lesson={lesson} onDone={done} onKeep={() => setOpen(false)} />
        </QueryProvider>
      </Dialog>
    </>
  );
}

type CancelFormProps = CancelLessonProps & { onDone: () => void; onKeep: () => void };

/** The cost stands above the button that causes it, and the button waits until it is known. */
function CancelForm({ lesson, onDone, onKeep }: CancelFormProps) {
  const quote = useCancellationQuote(lesson.id, true);
  const cancel = useCancel(lesson.id, onDone);
  const errors = cancel.error instanceof ApiError ? cancel.error.fieldErrors : {};
  return (
    <Form
      validationErrors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        if (!cancel.isPending) cancel.mutate(textOf(new FormData(event.currentTarget), "reason"));
      }}
      className="flex flex-col gap-5"
    >
      {quote.data && <Notice>{cancellationWords(quote.data, lesson.viewer)}</Notice>}
      {quote.isPending && (
        <LoadingRegion label="Asking what cancelling costs">
          <Skeleton className="h-14" />
        </LoadingRegion>
      )}
      {quote.isError && <Notice tone="error">{messageOf(quote.error)}</Notice>}
      {cancel.isError && Object.keys(errors).length === 0 && (
        <Notice tone="error">{messageOf(cancel.error)}</Notice>
      )}
      <TextField
        label="Why?"
        name="reason"
        hint="The other side reads it."
        rows={3}
        maxLength={MAX_REASON}
        isRequired
      />
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <Button variant="secondary" onClick={onKeep}>
          Keep lesson
        </Button>
        <Button
          type="submit"
          variant="danger"
          disabled={!quote.data}
          pending={cancel.isPending}
          pendingLabel="Cancelling"
        >
          Cancel lesson
        </Button>
      </div>
    </Form>
  );
}
