"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { ApiError, messageOf } from "@/lib/problem";
import { addDays } from "@/lib/time";
import { type CopyMode, giveWeek } from "../queries";
import { Applied } from "./applied";

type ApplyDialogProps = { weekStart: string; today: string; isOpen: boolean; onClose: () => void };

/** A saved week's hours for all weeks of a stretch of time, at once. */
export function ApplyDialog({ isOpen, onClose, ...week }: ApplyDialogProps) {
  return (
    <Dialog title="Give these hours to other weeks" isOpen={isOpen} onClose={onClose}>
      <ApplyForm {...week} onClose={onClose} />
    </Dialog>
  );
}

const FOUR_WEEKS = 27;
const MODES = [
  { id: "replace", name: "Instead of what is there" },
  { id: "merge", name: "On top of what is there" },
];

type ApplyFormProps = Omit<ApplyDialogProps, "isOpen">;

function ApplyForm({ weekStart, today, onClose }: ApplyFormProps) {
  const nextMonday = addDays(weekStart, 7);
  const first = nextMonday < today ? today : nextMonday;
  const [from, setFrom] = useState(first);
  const [to, setTo] = useState(addDays(first, FOUR_WEEKS));
  const [mode, setMode] = useState<string>("replace");
  const give = useMutation({ mutationFn: giveWeek });
  const errors = give.error instanceof ApiError ? give.error.fieldErrors : {};

  function submit(event: FormEvent) {
    event.preventDefault();
    give.mutate({ from_week: weekStart, start_date: from, end_date: to, mode: mode as CopyMode });
  }

  if (give.data) return <Applied applied={give.data} onClose={onClose} />;
  return (
    <Form onSubmit={submit} validationBehavior="aria" className="flex flex-col gap-5">
      {give.error && !errors.start_date && !errors.end_date && (
        <Notice tone="error">{messageOf(give.error)}</Notice>
      )}
      <p>Each day gets the hours of its weekday. Days gone by and booked lessons stay as they are.</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="From"
          type="date"
          value={from}
          onChange={setFrom}
          error={errors.start_date}
          isRequired
        />
        <TextField label="Until" type="date" value={to} onChange={setTo} error={errors.end_date} isRequired />
      </div>
      <RadioGroup label="Their hours come" options={MODES} value={mode} onChange={setMode} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" pending={give.isPending} pendingLabel="Giving them">
          Give these hours
        </Button>
        <Button variant="secondary" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </Form>
  );
}
