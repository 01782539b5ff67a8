"use client";

import { useRef, useState } from "react";
import { api, unwrap } from "@/lib/api";
import type { Suggestion } from "@/lib/types";

const PAUSE_MS = 120;
const SHOWN = 6;
const SHORTEST = 2;

/** Asked when somebody pauses; an answer to older words is dropped, and no answer is no trouble. */
export function useSuggestions() {
  const [found, setFound] = useState<Suggestion[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const current = useRef(0);
  const ask = (text: string) => {
    const turn = ++current.current;
    clearTimeout(timer.current);
    // Before a letter there are one's own last searches; a single letter says nothing.
    const length = text.trim().length;
    if (length > 0 && length < SHORTEST) return setFound([]);
    timer.current = setTimeout(async () => {
      const query = { q: text, limit: SHOWN };
      const answer = await unwrap(api.GET("/api/search/suggest", { params: { query } })).catch(() => []);
      if (turn === current.current) setFound(answer);
    }, PAUSE_MS);
  };
  const clear = () => {
    current.current += 1;
    clearTimeout(timer.current);
    setFound([]);
  };
  return { found, ask, clear };
}
