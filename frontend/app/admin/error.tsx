"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { ErrorState } from "@/components/ui/states";

/** A page that could not be made; the way to the others stands beside it. */
export default function AdminError({ reset }: { error: Error; reset: () => void }) {
  const router = useRouter();
  const [, start] = useTransition();
  const tryAgain = () =>
    start(() => {
      router.refresh();
      reset();
    });
  return (
    <>
      <title>Out of service | InstaInstru</title>
      <h1 className="mb-6 text-2xl font-extrabold">Out of service</h1>
      <ErrorState
        title="This page could not be made"
        message="The API did not answer as expected. Nothing was changed by this."
        onRetry={tryAgain}
      />
    </>
  );
}
