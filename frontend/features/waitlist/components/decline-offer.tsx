"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { declineOffer } from "@/features/waitlist/queries";
import { WISHES } from "@/lib/paths";
import { messageOf } from "@/lib/problem";

/** Gives the kept time to the next in line. */
export function DeclineOffer({ wishId }: { wishId: string }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  const decline = () =>
    start(async () => {
      try {
        await declineOffer(wishId);
        router.push(WISHES);
        router.refresh();
      } catch (error) {
        setFailure(messageOf(error));
      }
    });
  return (
    <div>
      <Button variant="secondary" onClick={decline} pending={pending} pendingLabel="Giving it back">
        No, wait for another
      </Button>
      {failure && (
        <p role="alert" className="mt-2 text-sm">
          {failure}
        </p>
      )}
    </div>
  );
}
