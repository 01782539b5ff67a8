"use client";

import { useState, useTransition } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/states";
import { updateChoices } from "@/features/account/queries";
import { messageOf } from "@/lib/problem";
import type { User } from "@/lib/types";

type Choices = { analytics_consent: boolean; keeps_search_history: boolean };

/** What may be kept of one's searches; each choice counts at once. */
export function SearchChoices({ user }: { user: User }) {
  const [choices, setChoices] = useState<Choices>({
    analytics_consent: user.analytics_consent === true,
    keeps_search_history: user.keeps_search_history,
  });
  const [said, setSaid] = useState<{ tone: "success" | "error"; words: string } | null>(null);
  const [pending, start] = useTransition();
  const choose = (part: Partial<Choices>) => {
    const before = choices;
    setChoices({ ...before, ...part });
    start(async () => {
      try {
        await updateChoices(part);
        setSaid({ tone: "success", words: "Saved." });
      } catch (error) {
        setChoices(before);
        setSaid({ tone: "error", words: messageOf(error) });
      }
    });
  };
  return (
    <section aria-labelledby="choices" className="flex flex-col gap-2" aria-busy={pending}>
      <h2 id="choices" className="text-xl font-bold">
        What may be kept
      </h2>
      <Checkbox
        isSelected={choices.keeps_search_history}
        onChange={(keeps) => choose({ keeps_search_history: keeps })}
      >
        Keep my searches, so that I find them again
      </Checkbox>
      <Checkbox
        isSelected={choices.analytics_consent}
        onChange={(agrees) => choose({ analytics_consent: agrees })}
      >
        Use my searches, with my account, to make the search better
      </Checkbox>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
    </section>
  );
}
