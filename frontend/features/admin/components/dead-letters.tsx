"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState, Notice } from "@/components/ui/states";
import { letterName } from "@/features/admin/letters";
import { discardMessage, retryMessage } from "@/features/admin/queries";
import type { DeadLetter } from "@/features/admin/types";
import { formatInstant } from "@/lib/time";
import { useSubmit } from "@/lib/use-submit";
import { plural } from "@/lib/words";

/** Messages that were given up: sent on their way again, or let go for good. */
export function DeadLetters({ letters }: { letters: DeadLetter[] }) {
  const [said, setSaid] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-4">
      {said && <Notice tone="success">{said}</Notice>}
      {letters.length === 0 && (
        <EmptyState title="No dead letters">Every message was delivered or is still on its way.</EmptyState>
      )}
      <ul aria-label="Dead letters" className="divide-y divide-line border-y border-line empty:hidden">
        {letters.map((letter) => (
          <li key={letter.id} className="grid gap-3 py-4 md:grid-cols-[minmax(0,1fr)_auto]">
            <div className="min-w-0">
              <p className="font-semibold">{letterName(letter)}</p>
              <p className="break-words text-sm">{letter.error ?? "No error was kept."}</p>
              <p className="break-words text-sm text-soft tabular">
                {plural(letter.attempts, "attempt")}
                {letter.dead_at && `, given up ${formatInstant(letter.dead_at)}`}. {letter.key}
              </p>
            </div>
            <Actions letter={letter} onDone={setSaid} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type ActionsProps = { letter: DeadLetter; onDone: (words: string) => void };

function Actions({ letter, onDone }: ActionsProps) {
  const router = useRouter();
  const [asks, setAsks] = useState(false);
  const name = letterName(letter);
  const retry = useSubmit(async () => {
    await retryMessage(letter.id);
    onDone(`"${name}" is on its way again.`);
    router.refresh();
  });
  const discard = useSubmit(async () => {
    await discardMessage(letter.id);
    setAsks(false);
    onDone(`"${name}" was discarded.`);
    router.refresh();
  });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-3">
        <form onSubmit={retry.onSubmit}>
          <Button
            type="submit"
            variant="secondary"
            size="small"
            pending={retry.pending}
            pendingLabel="Sending"
          >
            Send again
          </Button>
        </form>
        <Button variant="secondary" size="small" className="text-red" onClick={() => setAsks(true)}>
          Discard
        </Button>
      </div>
      {retry.message && <Notice tone="error">{retry.message}</Notice>}
      <Dialog title="Discard this message?" role="alertdialog" isOpen={asks} onClose={() => setAsks(false)}>
        <form onSubmit={discard.onSubmit} className="flex flex-col gap-5">
          {discard.message && <Notice tone="error">{discard.message}</Notice>}
          <p>
            &quot;{name}&quot; will never be sent, and what is in it is forgotten. This cannot be taken back.
          </p>
          <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
            <Button variant="secondary" onClick={() => setAsks(false)}>
              Keep it
            </Button>
            <Button type="submit" variant="danger" pending={discard.pending} pendingLabel="Discarding">
              Discard
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
