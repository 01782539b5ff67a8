"use client";

import { useState } from "react";
import type { Draft } from "@/features/booking/confirm-model";
import type { InstructorProfile } from "@/lib/types";

/** In memory only, by instructor: going back to the times and forth again finds it as it was. Written by hand only. */
const drafts = new Map<string, Draft>();

/** What is being written for an instructor, and how to write on. */
export function useDraft(profile: InstructorProfile): [Draft, (part: Partial<Draft>) => void] {
  const [draft, setDraft] = useState<Draft>(
    () => drafts.get(profile.id) ?? { note: "", address: "", neighborhood: profile.areas[0]?.slug ?? null },
  );
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    drafts.set(profile.id, next);
    setDraft(next);
  };
  return [draft, change];
}
