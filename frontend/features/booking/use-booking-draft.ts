"use client";

import type { Draft } from "@/features/booking/confirm-model";
import type { InstructorProfile } from "@/lib/types";
import { useDraft } from "@/lib/use-draft";

/** What is being written for an instructor, and how to write on; `neighborhood` is where it is about, if that is known. */
export function useBookingDraft(
  profile: InstructorProfile,
  neighborhood: string | null = null,
): [Draft, (part: Partial<Draft>) => void] {
  const usual = neighborhood ?? profile.areas[0]?.slug ?? null;
  const { value, change } = useDraft<Draft>(`booking:${profile.id}`, {
    note: "",
    address: "",
    neighborhood: usual,
  });
  return [value, change];
}
