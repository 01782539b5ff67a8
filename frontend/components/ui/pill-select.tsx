"use client";

import { ChevronDown } from "lucide-react";
import type { Option } from "@/components/ui/select";
import { cx } from "@/lib/cx";

type PillSelectProps = {
  label: string;
  options: Option[];
  value: string;
  onChange: (id: string) => void;
  /** Draws the pill as set: something other than the first option is chosen. */
  isSet?: boolean;
};

/** A native select as a pill: light, and at home on phones. The label is for screen readers, so options say what they are. */
export function PillSelect({ label, options, value, onChange, isSet = false }: PillSelectProps) {
  return (
    <span className="relative inline-flex shrink-0">
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={cx(
          "min-h-11 cursor-pointer appearance-none rounded-full border bg-paper pl-4 pr-9 text-sm font-semibold text-ink hover:bg-mist",
          isSet ? "border-2 border-ink" : "border-edge",
        )}
      >
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        size={16}
        className="pointer-events-none absolute right-3 top-1/2 -translate-y-1/2"
      />
    </span>
  );
}
