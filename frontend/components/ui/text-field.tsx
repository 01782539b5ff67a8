"use client";

import type { ReactNode } from "react";
import {
  type TextFieldProps as AriaProps,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from "react-aria-components";
import { fieldStyles } from "@/components/ui/field";
import { cx } from "@/lib/cx";

export type TextFieldProps = Omit<AriaProps, "className" | "style" | "children"> & {
  label: string;
  hint?: ReactNode;
  /** Shown in place of the hint; marks the field invalid. */
  error?: string | undefined;
  rows?: number;
  placeholder?: string;
  className?: string;
};

/** One line of text, or several with `rows`. Inside a React Aria `Form`, server errors find it by `name`. */
export function TextField({ label, hint, error, rows, placeholder, className, ...rest }: TextFieldProps) {
  const control = { placeholder: placeholder ?? "", className: fieldStyles.control };
  return (
    <AriaTextField
      {...rest}
      isInvalid={error ? true : (rest.isInvalid ?? undefined)}
      className={cx(fieldStyles.root, className)}
    >
      <Label className={fieldStyles.label}>{label}</Label>
      {rows ? (
        <TextArea {...control} rows={rows} className={cx(control.className, "py-3")} />
      ) : (
        <Input {...control} />
      )}
      {hint && !error && (
        <Text slot="description" className={fieldStyles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={fieldStyles.error}>{error}</FieldError>
    </AriaTextField>
  );
}
