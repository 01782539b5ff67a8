import type { FormEvent } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { ApiError, messageOf } from "@/lib/problem";
import type { CopyMode, WeekGift } from "../queries";

const MODES = [
  { id: "replace", name: "Instead of what is there" },
  { id: "merge", name: "On top of what is there" },
];

type ApplyFormProps = {
  gift: WeekGift;
  looking: boolean;
  error: Error | null;
  onChange: (gift: WeekGift) => void;
  onLook: () => void;
  onClose: () => void;
};

/** To which days a week's hours go, and how. */
export function ApplyForm({ gift, looking, error, onChange, onLook, onClose }: ApplyFormProps) {
  const errors = error instanceof ApiError ? error.fieldErrors : {};
  const change = (part: Partial<WeekGift>) => onChange({ ...gift, ...part });

  function submit(event: FormEvent) {
    event.preventDefault();
    onLook();
  }

  return (
    <Form onSubmit={submit} validationBehavior="aria" className="flex flex-col gap-5">
      {error && !errors.start_date && !errors.end_date && <Notice tone="error">{messageOf(error)}</Notice>}
      <p>Each day gets the hours of its weekday. Days gone by and booked lessons stay as they are.</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="From"
          type="date"
          value={gift.start_date}
          onChange={(start_date) => change({ start_date })}
          error={errors.start_date}
          isRequired
        />
        <TextField
          label="Until"
          type="date"
          value={gift.end_date}
          onChange={(end_date) => change({ end_date })}
          error={errors.end_date}
          isRequired
        />
      </div>
      <RadioGroup
        label="Their hours come"
        options={MODES}
        value={gift.mode}
        onChange={(mode) => change({ mode: mode as CopyMode })}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" pending={looking} pendingLabel="Checking">
          See what changes
        </Button>
        <Button variant="secondary" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </Form>
  );
}
