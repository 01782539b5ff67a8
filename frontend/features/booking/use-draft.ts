"use client";

import { useState } from "react";
import type { Draft } from "@/features/booking/confirm-model";
import type { InstructorProfile } from "@/lib/types";

/** In memory only, by instructor: going back to the times and forth again finds it as it was. Written by hand only. */
const drafts = new Map<string, Draft>();

/** What is being written for an instructor, and how to write on; `neighborhood` is where it is about, if that is known. */
export function useDraft(
  profile: InstructorProfile,
  neighborhood: string | null = null,
): [Draft, (part: Partial<Draft>) => void] {
  const [draft, setDraft] = useState<Draft>(() => {
    const usual = neighborhood ?? profile.areas[0]?.slug ?? null;
    return drafts.get(profile.id) ?? { note: "", address: "", neighborhood: usual };
  });
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    drafts.set(profile.id, next);
    setDraft(next);
  };
  return [draft, change];
}
