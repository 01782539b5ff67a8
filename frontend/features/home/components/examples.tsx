"use client";

import { Pause, Play } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";

const EXAMPLES = [
  "piano tomorrow evening under $80",
  "spanish for beginners on the upper west side",
  "algebra for my teenager online",
  "tennis in brooklyn on saturday morning",
  "drawing for kids after school",
  "guitar tonight",
];

const SHOWN_MS = 4_000;

/** One example at a time, each a search. They stop under a pointer or focus, by the button, and for who asked for no motion. */
export function Examples() {
  const [index, setIndex] = useState(0);
  const [paused, setPaused] = useState(false);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (paused || held || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const timer = setInterval(() => setIndex((now) => (now + 1) % EXAMPLES.length), SHOWN_MS);
    return () => clearInterval(timer);
  }, [paused, held]);
  const example = EXAMPLES[index] ?? "";
  const Icon = paused ? Play : Pause;
  return (
    <div className="mt-4 flex min-h-11 items-center gap-2 max-sm:min-h-12">
      <span className="text-on-band-soft">Try</span>
      <Link
        key={example}
        href={`/search?q=${encodeURIComponent(example)}`}
        prefetch={false}
        onMouseEnter={() => setHeld(true)}
        onMouseLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
        className="inline-flex min-h-11 items-center font-semibold underline decoration-taxi decoration-2 underline-offset-4 motion-safe:animate-enter"
      >
        {example}
      </Link>
      <button
        type="button"
        onClick={() => setPaused(!paused)}
        aria-label={paused ? "Show more examples" : "Stop changing examples"}
        className="grid size-11 shrink-0 place-items-center rounded-full text-on-band-soft hover:text-on-band"
      >
        <Icon aria-hidden size={16} />
      </button>
    </div>
  );
}
