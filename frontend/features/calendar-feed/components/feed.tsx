"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { messageOf } from "@/lib/problem";
import { dateIn, formatDateWithYear } from "@/lib/time";
import type { CalendarFeed } from "@/lib/types";
import { renewFeed, revokeFeed } from "../queries";
import { Address } from "./address";
import { Ask, type Question } from "./ask";

/** One private address for calendar programs: made, shown once, made anew, turned off. */
export function Feed({ feed }: { feed: CalendarFeed }) {
  const router = useRouter();
  const [address, setAddress] = useState<string | null>(null);
  const [asking, setAsking] = useState<Question | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [pending, start] = useTransition();

  const attempt = (action: () => Promise<string | null>) =>
    start(async () => {
      try {
        setAddress(await action());
        setError(null);
        router.refresh();
      } catch (cause) {
        setError(messageOf(cause));
      }
      setAsking(null);
    });
  const renew = () => attempt(renewFeed);
  const revoke = () => attempt(() => revokeFeed().then(() => null));

  return (
    <div className="flex flex-col items-start gap-4">
      {error && <Notice tone="error">{error}</Notice>}
      <p role="status">{stateOf(feed)}</p>
      {address && <Address address={address} />}
      {feed.created_at ? (
        <div className="flex flex-wrap gap-3">
          <Button variant="secondary" onClick={() => setAsking("renew")}>
            Make a new address
          </Button>
          <Button variant="quiet" onClick={() => setAsking("revoke")}>
            Turn it off
          </Button>
        </div>
      ) : (
        <Button pending={pending} pendingLabel="Making it" onClick={renew}>
          Make my address
        </Button>
      )}
      <Ask
        question={asking}
        pending={pending}
        onYes={asking === "renew" ? renew : revoke}
        onNo={() => setAsking(null)}
      />
    </div>
  );
}

const stateOf = ({ created_at }: CalendarFeed): string =>
  created_at
    ? `On since ${formatDateWithYear(dateIn(created_at))}. Only a new address can be shown.`
    : "Off. Nobody can subscribe to your lessons.";
