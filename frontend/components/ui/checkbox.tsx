"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  type CheckboxProps as AriaProps,
  FieldError,
  Label,
  Text,
} from "react-aria-components";
import { fieldStyles } from "@/components/ui/field";
import type { Option } from "@/components/ui/select";
import { cx } from "@/lib/cx";

type CheckboxProps = Omit<AriaProps, "className" | "style" | "children"> & {
  children: ReactNode;
  className?: string;
};

export function Checkbox({ children, className, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...rest}
      className={cx("group flex min-h-11 cursor-pointer items-center gap-3", className)}
    >
      <span className="grid size-6 shrink-0 place-items-center rounded-[0.375rem] border-2 border-edge bg-paper text-paper group-focus-visible:outline-3 group-focus-visible:outline-offset-2 group-focus-visible:outline-blue group-selected:border-blue group-selected:bg-blue group-selected:text-on-blue">
        <Check aria-hidden size={16} strokeWidth={3} className="opacity-0 group-selected:opacity-100" />
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  );
}

type CheckboxGroupProps = {
  label: string;
  options: Option[];
  value: string[];
  onChange: (ids: string[]) => void;
  hint?: string;
  error?: string | undefined;
  className?: string;
};

/** Any of a short list. */
export function CheckboxGroup({
  label,
  options,
  value,
  onChange,
  hint,
  error,
  className,
}: CheckboxGroupProps) {
  return (
    <AriaCheckboxGroup
      value={value}
      onChange={onChange}
      isInvalid={Boolean(error)}
      className={cx(fieldStyles.root, className)}
    >
      <Label className={fieldStyles.label}>{label}</Label>
      {hint && !error && (
        <Text slot="description" className={fieldStyles.hint}>
          {hint}
        </Text>
      )}
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        {options.map((option) => (
          <Checkbox key={option.id} value={option.id}>
            {option.name}
          </Checkbox>
        ))}
      </div>
      <FieldError className={fieldStyles.error}>{error}</FieldError>
    </AriaCheckboxGroup>
  );
}
