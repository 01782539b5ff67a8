"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/states";
import { messageOf } from "@/lib/problem";
import type { Booking } from "@/lib/types";
import { complete, reportNoShow } from "../queries";

type OutcomeProps = { lesson: Pick<Booking, "id" | "actions" | "student"> };

/** How a lesson went: what may be said now, as the API allows it. Nothing when it is too early or was said. */
export function Outcome({ lesson }: OutcomeProps) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const name = lesson.student.first_name;
  const say = (outcome: (id: string) => Promise<void>) =>
    start(async () => {
      try {
        await outcome(lesson.id);
        setError(null);
      } catch (cause) {
        setError(messageOf(cause));
      }
      setAsking(false);
      router.refresh();
    });
  return (
    <>
      {error && <Notice tone="error">{error}</Notice>}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {lesson.actions.includes("complete") && (
          <Button
            variant="secondary"
            size="small"
            pending={pending}
            aria-label={`Completed: lesson with ${name}`}
            onClick={() => say(complete)}
          >
            <Check aria-hidden size={18} /> Completed
          </Button>
        )}
        {lesson.actions.includes("no_show") && (
          <Button
            variant="quiet"
            size="small"
            aria-label={`No-show: ${name} did not come`}
            onClick={() => setAsking(true)}
          >
            No-show
          </Button>
        )}
      </div>
      <Dialog
        title={`${name} did not come?`}
        role="alertdialog"
        isOpen={asking}
        onClose={() => setAsking(false)}
      >
        <p>This closes the lesson as a no-show. It cannot be taken back.</p>
        <div className="flex flex-wrap gap-3">
          <Button variant="danger" pending={pending} pendingLabel="Saving" onClick={() => say(reportNoShow)}>
            Record a no-show
          </Button>
          <Button variant="secondary" onClick={() => setAsking(false)}>
            Not yet
          </Button>
        </div>
      </Dialog>
    </>
  );
}
