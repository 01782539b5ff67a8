"use client";

import { useSyncExternalStore } from "react";
import { secondsUntil } from "@/features/booking/hold-model";

const TICK_MS = 250;

function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, TICK_MS);
  return () => clearInterval(timer);
}

/** Whole seconds left until a moment of this machine's clock. */
export function useCountdown(deadline: number): number {
  return useSyncExternalStore(
    subscribe,
    () => secondsUntil(deadline, Date.now()),
    () => secondsUntil(deadline, deadline),
  );
}
