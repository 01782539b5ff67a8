"use client";

import { Minus, Plus } from "lucide-react";
import {
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaProps,
  Button,
  FieldError,
  Group,
  I18nProvider,
  Input,
  Label,
  Text,
} from "react-aria-components";
import { fieldStyles } from "@/components/ui/field";
import { cx } from "@/lib/cx";

export type NumberFieldProps = Omit<AriaProps, "className" | "style" | "children"> & {
  label: string;
  hint?: string;
  error?: string | undefined;
  className?: string;
};

const step = "grid size-12 shrink-0 place-items-center text-ink hover:bg-mist disabled:opacity-45";

/** A number with steps; `formatOptions={{ style: "currency", currency: "USD" }}` makes it a price in dollars. */
export function NumberField({ label, hint, error, className, ...rest }: NumberFieldProps) {
  return (
    <I18nProvider locale="en-US">
      <AriaNumberField
        {...rest}
        isInvalid={error ? true : (rest.isInvalid ?? undefined)}
        className={cx(fieldStyles.root, className)}
      >
        <Label className={fieldStyles.label}>{label}</Label>
        <Group className="flex overflow-hidden rounded-control border border-edge bg-paper focus-within:outline-3 focus-within:outline-offset-1 focus-within:outline-blue data-[invalid]:border-red">
          <Button slot="decrement" className={step}>
            <Minus aria-hidden size={18} />
          </Button>
          <Input className="min-h-12 w-full min-w-0 bg-transparent text-center text-base tabular outline-none" />
          <Button slot="increment" className={step}>
            <Plus aria-hidden size={18} />
          </Button>
        </Group>
        {hint && !error && (
          <Text slot="description" className={fieldStyles.hint}>
            {hint}
          </Text>
        )}
        <FieldError className={fieldStyles.error}>{error}</FieldError>
      </AriaNumberField>
    </I18nProvider>
  );
}
