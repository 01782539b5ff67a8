"use client";

import { TimerReset } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { formatCountdown, milestone } from "@/lib/countdown";
import { useCountdown } from "@/lib/use-countdown";

type HoldClockProps = { deadline: number; onAgain: () => void; pending: boolean };

/** The platform's countdown clock: how long the time is still kept. Spoken four times, not every second. */
export function HoldClock({ deadline, onAgain, pending }: HoldClockProps) {
  const seconds = useCountdown(deadline);
  if (seconds === 0) return <Over onAgain={onAgain} pending={pending} />;
  return (
    <div className="band flex items-center justify-between gap-4 rounded-card bg-band px-5 py-3 text-on-band">
      <p>
        <span className="font-bold">This time is yours</span>{" "}
        <span className="text-on-band-soft">while you confirm.</span>
      </p>
      <p
        role="timer"
        aria-label="Time left to confirm"
        className="text-xl font-extrabold leading-none tabular text-taxi"
      >
        {formatCountdown(seconds)}
      </p>
      <p role="status" className="sr-only">
        {milestone(seconds)}
      </p>
    </div>
  );
}

function Over({ onAgain, pending }: Pick<HoldClockProps, "onAgain" | "pending">) {
  return (
    <Notice tone="error">
      <p className="font-semibold">The time to confirm is over.</p>
      <p>
        Others can take this time now. What you wrote is still here, and you can book as long as it is free.
      </p>
      <Button variant="secondary" size="small" className="mt-3" onClick={onAgain} pending={pending}>
        <TimerReset aria-hidden size={18} />
        Keep it for five more minutes
      </Button>
    </Notice>
  );
}
