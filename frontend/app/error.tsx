"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Page } from "@/components/layout/page";
import { Button, LinkButton } from "@/components/ui/button";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  // The server draws the page anew; resetting alone would show the same answer again.
  const tryAgain = () =>
    start(() => {
      router.refresh();
      reset();
    });
  return (
    <Page width="prose" className="flex flex-col items-start gap-4">
      {/* The page that failed has no name of its own. */}
      <title>Delays on this line | InstaInstru</title>
      <h1 className="text-2xl font-extrabold sm:text-3xl">Delays on this line</h1>
      <p role="alert" className="text-lg text-soft">
        Something on our side did not answer. Nothing was booked or changed by this. Please try again in a
        moment.
      </p>
      <div className="mt-2 flex flex-wrap gap-3">
        <Button onClick={tryAgain} pending={pending} pendingLabel="Trying">
          Try again
        </Button>
        <LinkButton href="/" variant="secondary">
          Home
        </LinkButton>
      </div>
    </Page>
  );
}
