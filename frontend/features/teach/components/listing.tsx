"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { messageOf } from "@/lib/problem";
import { setListed } from "../queries";

type ListingProps = { suspended: boolean; reason: string | null; profileHref: string };

function stateOf(suspended: boolean, reason: string | null): string {
  if (suspended) return "Students do not find you";
  return reason ? "Students do not find you yet" : "Students find you";
}

/** Whether students find this instructor, why not, and the switch. */
export function Listing({ suspended, reason, profileHref }: ListingProps) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [error, setError] = useState<string | null>(null);
  const toggle = () =>
    start(async () => {
      setError(null);
      try {
        await setListed(suspended);
        router.refresh();
      } catch (cause) {
        setError(messageOf(cause));
      }
    });
  return (
    <div className="flex flex-wrap items-center justify-between gap-4 rounded-card bg-mist p-5">
      <div>
        <p className="font-semibold">{stateOf(suspended, reason)}</p>
        <p className="text-soft">
          {reason ?? (
            <a href={profileHref} className="font-semibold text-blue underline">
              See your page as they do
            </a>
          )}
        </p>
        {error && <Notice tone="error">{error}</Notice>}
      </div>
      <Button variant="secondary" size="small" pending={pending} onClick={toggle}>
        {suspended ? "Put my profile up again" : "Take my profile down"}
      </Button>
    </div>
  );
}
