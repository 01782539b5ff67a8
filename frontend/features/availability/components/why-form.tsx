"use client";

import Form from "next/form";
import { useState } from "react";
import { buttonStyles } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { formatDuration, formatTime, fromMinutes } from "@/lib/time";
import type { Question } from "../explain";
import { DAY_END, QUARTER } from "../model";

type WhyFormProps = { question: Question; durations: number[] };

const TIMES = Array.from({ length: DAY_END / QUARTER }, (_, n) => fromMinutes(n * QUARTER)).map((id) => ({
  id,
  name: formatTime(id),
}));

/** Which time is meant; the answer is a page of its own, so that it can be come back to. */
export function WhyForm({ question, durations }: WhyFormProps) {
  const [date, setDate] = useState(question.date);
  return (
    <Form
      action="/calendar/why"
      className="grid items-end gap-4 sm:grid-cols-[1fr_1fr_1fr_auto]"
      scroll={false}
    >
      <TextField label="Day" name="date" type="date" value={date} onChange={setDate} isRequired />
      <Select label="Start" name="time" options={TIMES} defaultValue={question.startTime} />
      <Select
        label="Length"
        name="duration"
        options={durations.map((minutes) => ({ id: String(minutes), name: formatDuration(minutes) }))}
        defaultValue={String(question.duration)}
      />
      <button type="submit" className={buttonStyles()}>
        Ask
      </button>
    </Form>
  );
}
