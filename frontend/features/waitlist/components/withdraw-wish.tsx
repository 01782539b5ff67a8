"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { withdrawWish } from "@/features/waitlist/queries";
import { messageOf } from "@/lib/problem";

export function WithdrawWish({ id, title }: { id: string; title: string }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  const withdraw = () =>
    start(async () => {
      try {
        await withdrawWish(id);
        // What was pressed is about to go.
        document.getElementById("main")?.focus();
        router.refresh();
      } catch (error) {
        setFailure(messageOf(error));
      }
    });
  return (
    <div>
      <Button
        variant="secondary"
        size="small"
        onClick={withdraw}
        pending={pending}
        aria-label={`Stop waiting for ${title}`}
      >
        Stop waiting
      </Button>
      {failure && (
        <p role="alert" className="mt-2 text-sm text-red">
          {failure}
        </p>
      )}
    </div>
  );
}
