"use client";

import { useState, useTransition } from "react";
import { messageOf } from "@/lib/problem";

type Said = { tone: "success" | "error"; words: string };

/** Choices that count at once: shown as pressed, taken back when the server did not keep them. */
export function useChoices<T extends Record<string, boolean>>(
  initial: T,
  store: (all: T, changed: Partial<T>) => Promise<void>,
) {
  const [choices, setChoices] = useState(initial);
  const [said, setSaid] = useState<Said | null>(null);
  const [pending, start] = useTransition();
  const choose = (changed: Partial<T>) => {
    const before = choices;
    const after = { ...before, ...changed };
    setChoices(after);
    start(async () => {
      try {
        await store(after, changed);
        setSaid({ tone: "success", words: "Saved." });
      } catch (error) {
        setChoices(before);
        setSaid({ tone: "error", words: messageOf(error) });
      }
    });
  };
  return { choices, choose, said, pending };
}
