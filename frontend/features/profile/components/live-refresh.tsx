"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { useLiveTime } from "@/lib/use-live-time";

type LiveRefreshProps = { instructorId: string; from: string; to: string };

/** Draws the week anew when something in it goes or comes, and says so in a line. */
export function LiveRefresh(span: LiveRefreshProps) {
  const router = useRouter();
  const [, start] = useTransition();
  const [changed, setChanged] = useState(false);
  const connection = useLiveTime(span, (dates) => {
    if (dates) setChanged(true);
    start(() => router.refresh());
  });
  return (
    <p role="status" className="text-sm text-soft">
      {connection === "lost" && "These times are not live right now."}
      {connection !== "lost" && changed && "Just updated: somebody booked or the hours changed."}
    </p>
  );
}
