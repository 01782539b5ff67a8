"use client";

import { useSyncExternalStore } from "react";
import { secondsUntil } from "@/lib/countdown";

const TICK_MS = 250;

function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, TICK_MS);
  return () => clearInterval(timer);
}

/** Whole seconds left until a moment of this machine's clock; `atFirst` is what the server draws. */
export function useCountdown(deadline: number, atFirst = 0): number {
  return useSyncExternalStore(
    subscribe,
    () => secondsUntil(deadline, Date.now()),
    () => atFirst,
  );
}
