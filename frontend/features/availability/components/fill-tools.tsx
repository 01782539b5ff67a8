"use client";

import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { PRESETS, type Preset } from "../model";

type FillToolsProps = {
  canUndo: boolean;
  onPreset: (preset: Preset) => void;
  onUndo: () => void;
  /** Where hours can be taken from or given to besides. */
  children?: ReactNode;
};

/** Many hours at once; on phones a row that scrolls sideways. */
export function FillTools({ canUndo, onPreset, onUndo, children }: FillToolsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      role="group"
      aria-label="Fill the week"
      className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 *:shrink-0 sm:-mx-6 sm:px-6 md:mx-0 md:flex-wrap md:px-0"
    >
      {PRESETS.map((preset) => (
        <Button key={preset.id} variant="secondary" size="small" onClick={() => onPreset(preset)}>
          {preset.label}
        </Button>
      ))}
      {children}
      <Button variant="quiet" size="small" disabled={!canUndo} onClick={onUndo}>
        <Undo2 aria-hidden size={18} /> Undo
      </Button>
    </div>
  );
}
