import { useState, useSyncExternalStore } from "react";
import { differing, followDrafts, readDraft, writeDraft } from "@/lib/drafts";

const onServer = () => null;

const parse = <T>(text: string | null): Partial<T> => (text === null ? {} : JSON.parse(text));

type Draft<T> = {
  /** What is saved, with what was written over it. */
  value: T;
  /** Whether something is written that is not saved. */
  kept: boolean;
  change: (part: Partial<T>) => void;
  /** When it is saved. */
  drop: () => void;
  discard: () => void;
  /** Takes the last discarding back; null when there is nothing to take back. */
  restore: (() => void) | null;
};

/** What is written under a name, over what is saved: plain values, for it is stored as JSON. */
export function useDraft<T extends object>(name: string, saved: T): Draft<T> {
  const text = useSyncExternalStore(followDrafts, () => readDraft(name), onServer);
  const [discarded, setDiscarded] = useState<string | null>(null);
  const part = differing(saved, parse<T>(text));
  const kept = Object.keys(part).length > 0;
  return {
    value: { ...saved, ...part },
    kept,
    change: (change) => {
      // From the store, not from this rendering: two fields may change at once.
      const next = differing(saved, { ...parse<T>(readDraft(name)), ...change });
      writeDraft(name, Object.keys(next).length > 0 ? JSON.stringify(next) : null);
      setDiscarded(null);
    },
    drop: () => writeDraft(name, null),
    discard: () => {
      setDiscarded(text);
      writeDraft(name, null);
    },
    restore:
      discarded === null || kept
        ? null
        : () => {
            writeDraft(name, discarded);
            setDiscarded(null);
          },
  };
}

/** Which of these names have something written under them. */
export function useDrafted(names: readonly string[]): string[] {
  const found = useSyncExternalStore(
    followDrafts,
    () => names.filter((name) => readDraft(name) !== null).join("\n"),
    () => "",
  );
  return found === "" ? [] : found.split("\n");
}
