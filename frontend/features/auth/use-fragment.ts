"use client";

import { useSyncExternalStore } from "react";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

/** A value from behind the "#", which no server ever sees: null while the page is still the server's. */
export function useFragment(name: string): string | null {
  const fragment = useSyncExternalStore<string | null>(
    subscribe,
    () => window.location.hash,
    () => null,
  );
  return fragment === null ? null : (new URLSearchParams(fragment.slice(1)).get(name) ?? "");
}
