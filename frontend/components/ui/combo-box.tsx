"use client";

import { ChevronDown } from "lucide-react";
import {
  ComboBox as AriaComboBox,
  Button,
  FieldError,
  Group,
  Input,
  type Key,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from "react-aria-components";
import { fieldStyles } from "@/components/ui/field";
import type { Option } from "@/components/ui/select";
import { cx } from "@/lib/cx";

type ComboBoxProps = {
  label: string;
  options: Option[];
  selectedKey?: string | null;
  onSelectionChange?: (id: string | null) => void;
  /** With these two the caller filters (a search on the server); without, the list filters itself. */
  inputValue?: string;
  onInputChange?: (text: string) => void;
  placeholder?: string;
  hint?: string;
  error?: string | undefined;
  emptyText?: string;
  isRequired?: boolean;
  className?: string;
};

/** One of a long list, found by typing. */
export function ComboBox(props: ComboBoxProps) {
  const { label, options, onSelectionChange, placeholder, hint, error, emptyText, className, ...rest } =
    props;
  const list = rest.onInputChange ? { items: options } : { defaultItems: options };
  return (
    <AriaComboBox
      {...rest}
      {...list}
      onSelectionChange={(key: Key | null) => onSelectionChange?.(key === null ? null : String(key))}
      allowsEmptyCollection
      menuTrigger="focus"
      isInvalid={Boolean(error)}
      className={cx(fieldStyles.root, className)}
    >
      <Label className={fieldStyles.label}>{label}</Label>
      <Group className="relative">
        <Input placeholder={placeholder ?? ""} className={cx(fieldStyles.control, "pr-12")} />
        <Button className="absolute inset-y-0 right-0 grid w-12 place-items-center text-soft">
          <ChevronDown aria-hidden size={18} />
        </Button>
      </Group>
      {hint && !error && (
        <Text slot="description" className={fieldStyles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={fieldStyles.error}>{error}</FieldError>
      <Popover className={cx(fieldStyles.popover, "max-h-80")}>
        <ListBox
          className="outline-none"
          renderEmptyState={() => <p className="p-3 text-sm text-soft">{emptyText ?? "Nothing found."}</p>}
        >
          {(option: Option) => (
            <ListBoxItem id={option.id} textValue={option.name} className={fieldStyles.option}>
              {option.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
