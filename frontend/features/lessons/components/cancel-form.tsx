"use client";

import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { cancellationWords } from "@/features/lessons/model";
import { useCancel, useCancellationQuote } from "@/features/lessons/queries";
import { inScope, type Scope, scopeOptions, severalWords } from "@/features/lessons/series-model";
import { ApiError, messageOf } from "@/lib/problem";
import type { Booking } from "@/lib/types";
import { useDraft } from "@/lib/use-draft";

const MAX_REASON = 500;

type Lesson = Pick<Booking, "id" | "viewer" | "starts_at" | "series_id">;
type CancelFormProps = { lesson: Lesson; series: Booking[]; onDone: () => void; onKeep: () => void };

/** Which lessons, and what it costs: said above the button that causes it, and the button waits until it is known. */
export function CancelForm({ lesson, series, onDone, onKeep }: CancelFormProps) {
  const [scope, setScope] = useState<Scope>("one");
  const quote = useCancellationQuote(lesson.id, true);
  const { value, change, drop } = useDraft(`cancel:${lesson.id}`, { reason: "" });
  const done = () => {
    drop();
    onDone();
  };
  const cancel = useCancel(lesson, done);
  const options = scopeOptions(series, lesson);
  const errors = cancel.error instanceof ApiError ? cancel.error.fieldErrors : {};
  return (
    <Form
      validationErrors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        if (!cancel.isPending) cancel.mutate({ reason: value.reason, scope });
      }}
      className="flex flex-col gap-5"
    >
      {options.length > 1 && (
        <RadioGroup
          label="Which lessons?"
          options={options}
          value={scope}
          onChange={(id) => setScope(id as Scope)}
        />
      )}
      {quote.data && (
        <Notice>
          {scope === "one"
            ? cancellationWords(quote.data, lesson.viewer)
            : severalWords(inScope(series, lesson, scope), lesson.viewer, new Date())}
        </Notice>
      )}
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
        value={value.reason}
        onChange={(reason) => change({ reason })}
        maxLength={MAX_REASON}
        isRequired
      />
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <Button variant="secondary" onClick={onKeep}>
          Keep {scope === "one" ? "lesson" : "lessons"}
        </Button>
        <Button
          type="submit"
          variant="danger"
          disabled={!quote.data}
          pending={cancel.isPending}
          pendingLabel="Cancelling"
        >
          Cancel {scope === "one" ? "lesson" : "lessons"}
        </Button>
      </div>
    </Form>
  );
}
