"use client";

import { Star } from "lucide-react";
import { useState } from "react";
import { FieldError, Label, Radio, RadioGroup } from "react-aria-components";
import { fieldStyles } from "@/components/ui/field";
import { cx } from "@/lib/cx";

const WORDS = ["Poor", "Fair", "Good", "Very good", "Excellent"] as const;

type StarInputProps = {
  label: string;
  value: number | null;
  onChange: (stars: number) => void;
  error?: string | undefined;
};

const starsWord = (stars: number): string => `${stars} ${stars === 1 ? "star" : "stars"}`;

/** One to five: arrow keys move, and each step has a word. */
export function StarInput({ label, value, onChange, error }: StarInputProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const shown = pointed ?? value ?? 0;
  return (
    <RadioGroup
      value={value === null ? null : String(value)}
      onChange={(stars) => onChange(Number(stars))}
      orientation="horizontal"
      isInvalid={Boolean(error)}
      className={fieldStyles.root}
    >
      <Label className={fieldStyles.label}>{label}</Label>
      <div className="flex flex-wrap items-center gap-x-4" onPointerLeave={() => setPointed(null)}>
        <div className="-ml-1.5 flex">
          {WORDS.map((word, index) => (
            <Radio
              key={word}
              value={String(index + 1)}
              aria-label={`${starsWord(index + 1)}: ${word}`}
              onHoverStart={() => setPointed(index + 1)}
              className="grid size-12 cursor-pointer place-items-center rounded-control focus-visible:outline-3 focus-visible:outline-blue"
            >
              <Star
                aria-hidden
                size={36}
                strokeWidth={1.75}
                className={cx(index < shown ? "fill-taxi stroke-on-taxi dark:stroke-taxi" : "stroke-edge")}
              />
            </Radio>
          ))}
        </div>
        <span aria-hidden className="font-semibold">
          {shown > 0 && WORDS[shown - 1]}
        </span>
      </div>
      <FieldError className={fieldStyles.error}>{error}</FieldError>
    </RadioGroup>
  );
}
