"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { useSubmit } from "@/lib/use-submit";
import { plural } from "@/lib/words";
import { datesFrom, wrongDays } from "../days-off";
import { takeOff } from "../queries";

/** One day off, or several that follow each other. */
export function DayOffForm({ today }: { today: string }) {
  const router = useRouter();
  const [{ from, to, reason }, setValues] = useState({ from: "", to: "", reason: "" });
  const [checked, setChecked] = useState(false);
  const set = (change: Partial<{ from: string; to: string; reason: string }>) =>
    setValues({ from, to, reason, ...change });
  const last = to || from;
  const wrong = from === "" ? { from: "Choose a day." } : wrongDays(from, last, today);
  const form = useSubmit(async () => {
    const dates = datesFrom(from, last);
    try {
      await takeOff(dates, reason.trim());
      toast(`${plural(dates.length, "day")} off.`);
      setValues({ from: "", to: "", reason: "" });
      setChecked(false);
    } finally {
      router.refresh();
    }
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    setChecked(true);
    if (!wrong) return form.onSubmit(event);
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[name="${wrong.from ? "from" : "to"}"]`)?.focus();
  }

  const errors = { ...(checked ? wrong : {}), ...form.fieldErrors } as Record<string, string | undefined>;
  return (
    <Form onSubmit={submit} validationBehavior="aria" className="flex flex-col gap-4">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Day off"
          name="from"
          type="date"
          value={from}
          onChange={(date) => set({ from: date })}
          error={errors.from ?? errors.date}
          isRequired
        />
        <TextField
          label="Last day, when it is more than one"
          name="to"
          type="date"
          value={to}
          onChange={(date) => set({ to: date })}
          error={errors.to}
        />
      </div>
      <TextField
        label="Reason"
        name="reason"
        value={reason}
        onChange={(text) => set({ reason: text })}
        maxLength={200}
        hint="For you alone. Students only see that nothing is free."
        error={errors.reason}
      />
      <Button type="submit" pending={form.pending} pendingLabel="Saving" className="self-start">
        Take it off
      </Button>
    </Form>
  );
}
