"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { resolveWish, toChoice, type Wish } from "@/features/booking/model";
import { confirmPath, pickPath } from "@/lib/paths";
import type { InstructorProfile } from "@/lib/types";

/** What is being chosen; the address follows, so that going back, reloading and sharing lose nothing. */
export function useWish(profile: InstructorProfile, initial: Wish) {
  const router = useRouter();
  const [wish, setWish] = useState(initial);
  const change = (part: Partial<Omit<Wish, "offering">> & { offering?: string }) => {
    const next = resolveWish(profile, { ...toChoice(wish), ...clean(part) });
    if (!next) return;
    const settled = {
      ...next,
      date: part.date === undefined ? next.date : part.date,
      start: part.start ?? null,
    };
    setWish(settled);
    window.history.replaceState(null, "", pickPath(profile.slug, toChoice(settled)));
  };
  const goOn = (start: string) => router.push(confirmPath(profile.slug, toChoice({ ...wish, start })));
  return { wish, change, goOn };
}

/** Without the entries that are null or undefined. */
function clean(part: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(part).filter(([, value]) => value !== null && value !== undefined),
  );
}
