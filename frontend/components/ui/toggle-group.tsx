"use client";

import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { Option } from "@/components/ui/select";
import { cx } from "@/lib/cx";

type ToggleGroupProps = {
  label: string;
  options: Option[];
  selected: string;
  onChange: (id: string) => void;
  className?: string;
};

/** Switches between a few views of the same thing; one is always on. */
export function ToggleGroup({ label, options, selected, onChange, className }: ToggleGroupProps) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[selected]}
      onSelectionChange={(keys) => {
        const [first] = keys;
        if (first !== undefined) onChange(String(first));
      }}
      className={cx("inline-flex rounded-control border border-edge p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleButton
          key={option.id}
          id={option.id}
          className="min-h-11 rounded-[0.375rem] px-4 font-semibold hover:bg-mist selected:bg-ink selected:text-paper"
        >
          {option.name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
