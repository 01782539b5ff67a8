"use client";

import { ChevronDown } from "lucide-react";
import {
  Select as AriaSelect,
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from "react-aria-components";
import { fieldStyles } from "@/components/ui/field";
import { cx } from "@/lib/cx";

export type Option = { id: string; name: string };

type SelectProps = {
  label: string;
  options: Option[];
  value?: string | null;
  defaultValue?: string;
  onChange?: (id: string) => void;
  name?: string;
  placeholder?: string;
  hint?: string;
  error?: string | undefined;
  /** Puts the label beside the control instead of above. */
  inline?: boolean;
  isRequired?: boolean;
  isDisabled?: boolean;
  className?: string;
};

/** One of a short list. For long lists that are searched, use ComboBox. */
export function Select({
  label,
  options,
  value,
  onChange,
  hint,
  error,
  inline,
  className,
  ...rest
}: SelectProps) {
  return (
    <AriaSelect
      {...rest}
      {...(value === undefined ? {} : { value })}
      onChange={(key) => key !== null && onChange?.(String(key))}
      isInvalid={Boolean(error)}
      className={cx(inline ? "flex items-center gap-2" : fieldStyles.root, className)}
    >
      <Label className={cx(fieldStyles.label, inline && "shrink-0")}>{label}</Label>
      <Button
        className={cx(fieldStyles.control, "flex items-center justify-between gap-2 text-left hover:bg-mist")}
      >
        <SelectValue className="truncate data-[placeholder]:text-soft" />
        <ChevronDown aria-hidden size={18} className="shrink-0" />
      </Button>
      {hint && !error && (
        <Text slot="description" className={fieldStyles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={fieldStyles.error}>{error}</FieldError>
      <Popover className={fieldStyles.popover}>
        <ListBox items={options} className="outline-none">
          {(option) => <ListBoxItem className={fieldStyles.option}>{option.name}</ListBoxItem>}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
