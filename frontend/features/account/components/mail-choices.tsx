"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/states";
import { updateMails } from "@/features/account/queries";
import { useChoices } from "@/features/account/use-choices";
import type { MailPreferences } from "@/lib/types";

/** Which mails somebody gets. The foot of every mail and its "unsubscribe" lead to `#mails`. */
export function MailChoices({ preferences }: { preferences: MailPreferences }) {
  const { choices, choose, said, pending } = useChoices(preferences, updateMails);
  return (
    <section
      id="mails"
      aria-labelledby="mails-title"
      aria-busy={pending}
      className="flex flex-col gap-2 border-t border-line pt-8"
    >
      <h2 id="mails-title" className="text-xl font-bold">
        Mails
      </h2>
      <Checkbox isSelected={choices.reminders} onChange={(wanted) => choose({ reminders: wanted })}>
        Remind me a day and an hour before a lesson
      </Checkbox>
      <Checkbox
        isSelected={choices.review_requests}
        onChange={(wanted) => choose({ review_requests: wanted })}
      >
        Ask me for a review after a lesson
      </Checkbox>
      <p className="max-w-prose text-sm text-soft">
        What is booked, moved or cancelled, and what guards your account, is always sent.
      </p>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
    </section>
  );
}
