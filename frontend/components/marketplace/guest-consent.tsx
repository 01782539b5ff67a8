"use client";

import { useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { api, unwrap } from "@/lib/api";
import { type GuestChoice, guestCookie } from "@/lib/guest";
import { messageOf } from "@/lib/problem";
import { randomId } from "@/lib/random-id";

const WORDS: Record<GuestChoice, string> = {
  open: "May we keep your searches under a number of this browser? You find them again in the search box, and they help us make the search better.",
  agreed: "Your searches are kept under a number of this browser.",
  refused: "Nothing that you search for is kept under your name or a number of this browser.",
};

function remember(id: string | null): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
  document.cookie = guestCookie(id);
}

/** A guest's word about their searches: asked once, changed at any time, nothing kept before. */
export function GuestConsent({ initial }: { initial: GuestChoice }) {
  const [choice, setChoice] = useState(initial);
  const [failure, setFailure] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const words = useRef<HTMLParagraphElement>(null);
  // The button that was pressed goes; whoever pressed it by key stays here.
  const choose = (next: GuestChoice) => {
    words.current?.focus();
    setChoice(next);
  };
  const agree = () => {
    remember(randomId());
    choose("agreed");
  };
  const refuse = () =>
    start(async () => {
      try {
        // Under its number, which is given up after that.
        if (choice === "agreed") await unwrap(api.DELETE("/api/search/history"));
        remember(null);
        choose("refused");
        setFailure(null);
      } catch (error) {
        setFailure(messageOf(error));
      }
    });
  return (
    <section aria-label="Your searches" className="flex flex-col gap-3 rounded-card bg-mist p-5">
      <p ref={words} role="status" tabIndex={-1} className="max-w-prose">
        {WORDS[choice]}
      </p>
      {failure && <Notice tone="error">{failure}</Notice>}
      <div className="flex flex-wrap gap-2">
        {choice !== "agreed" && (
          <Button variant="secondary" size="small" onClick={agree}>
            Keep my searches
          </Button>
        )}
        {choice !== "refused" && (
          <Button variant="secondary" size="small" onClick={refuse} pending={pending}>
            {choice === "open" ? "Do not keep them" : "Forget them and keep no more"}
          </Button>
        )}
      </div>
    </section>
  );
}
