"use client";

import type { ReactNode } from "react";
import { RadioGroup as AriaRadioGroup, FieldError, Label, Radio } from "react-aria-components";
import { fieldStyles } from "@/components/ui/field";
import { cx } from "@/lib/cx";

export type RadioOption = { id: string; name: ReactNode; detail?: ReactNode; disabled?: boolean };

type RadioGroupProps = {
  label: string;
  options: RadioOption[];
  value?: string | null;
  defaultValue?: string;
  onChange?: (id: string) => void;
  name?: string;
  error?: string | undefined;
  /** `row` for short choices (durations), `column` for choices that need words. */
  layout?: "row" | "column";
  hideLabel?: boolean;
  className?: string;
};

/** One of a few, all visible; each option is a tile. */
export function RadioGroup(props: RadioGroupProps) {
  const { label, options, layout = "column", error, hideLabel, className, ...rest } = props;
  return (
    <AriaRadioGroup
      {...rest}
      {...(rest.value === undefined ? {} : { value: rest.value })}
      isInvalid={Boolean(error)}
      className={cx(fieldStyles.root, className)}
    >
      <Label className={hideLabel ? "sr-only" : fieldStyles.label}>{label}</Label>
      <div className={cx("flex gap-2", layout === "row" ? "flex-wrap" : "flex-col")}>
        {options.map((option) => (
          <Tile key={option.id} option={option} />
        ))}
      </div>
      <FieldError className={fieldStyles.error}>{error}</FieldError>
    </AriaRadioGroup>
  );
}

function Tile({ option }: { option: RadioOption }) {
  return (
    <Radio
      value={option.id}
      isDisabled={option.disabled ?? false}
      className="flex min-h-12 cursor-pointer items-center justify-between gap-3 rounded-control border border-edge bg-paper px-4 py-2 hover:bg-mist focus-visible:outline-3 focus-visible:outline-offset-2 focus-visible:outline-blue selected:border-ink selected:bg-ink selected:text-paper disabled:cursor-not-allowed disabled:opacity-45"
    >
      <span className="font-semibold">{option.name}</span>
      {option.detail && <span className="text-sm tabular">{option.detail}</span>}
    </Radio>
  );
}
