"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Tag } from "@/components/ui/chip";
import { Notice } from "@/components/ui/states";
import { deviceName } from "@/features/account/model";
import { endSession } from "@/features/account/queries";
import { messageOf } from "@/lib/problem";
import { formatInstant } from "@/lib/time";
import type { Session } from "@/lib/types";

/** Where one is signed in; what one does not know can be ended from here. */
export function Devices({ sessions }: { sessions: Session[] }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [said, setSaid] = useState<{ tone: "error" | "success"; words: string } | null>(null);
  const end = (session: Session) =>
    start(async () => {
      try {
        await endSession(session.id);
        setSaid({ tone: "success", words: `${deviceName(session.user_agent)} was signed out.` });
      } catch (error) {
        setSaid({ tone: "error", words: messageOf(error) });
      }
      router.refresh();
    });
  return (
    <section aria-labelledby="devices">
      <h2 id="devices" className="mb-2 text-xl font-bold">
        Devices
      </h2>
      <p className="mb-4 text-soft">
        Where you are signed in. End what you do not know, then change your password.
      </p>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      <ul className="divide-y divide-line border-y border-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex min-h-16 flex-wrap items-center justify-between gap-3 py-3">
            <div>
              <p className="flex items-center gap-2 font-semibold">
                {deviceName(session.user_agent)}
                {session.is_current && <Tag tone="green">This device</Tag>}
              </p>
              <p className="text-sm text-soft tabular">Last used {formatInstant(session.last_used_at)}</p>
            </div>
            {!session.is_current && (
              <Button
                variant="secondary"
                size="small"
                pending={pending}
                aria-label={`Sign out ${deviceName(session.user_agent)}, last used ${formatInstant(session.last_used_at)}`}
                onClick={() => end(session)}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
