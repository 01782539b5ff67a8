"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/states";
import { updateChoices } from "@/features/account/queries";
import { useChoices } from "@/features/account/use-choices";
import type { User } from "@/lib/types";

/** What may be kept of one's searches. */
export function SearchChoices({ user }: { user: User }) {
  const initial = {
    analytics_consent: user.analytics_consent === true,
    keeps_search_history: user.keeps_search_history,
  };
  const { choices, choose, said, pending } = useChoices(initial, (_all, changed) => updateChoices(changed));
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
