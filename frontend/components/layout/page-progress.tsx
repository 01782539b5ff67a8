"use client";

import { useEffect, useOptimistic, useState } from "react";
import { hearDepartures } from "@/lib/departures";

// Most pages are there before anybody would wonder.
const PATIENCE_MS = 300;
// A page is not told that its reader stopped the loading of the next one.
const FORGOTTEN_MS = 30_000;

/** A line along the upper edge, and a word for who listens, while the next page lets wait. */
export function PageProgress() {
  const isLeaving = useLeaving();
  return <div role="status">{isLeaving && <Line />}</div>;
}

/** Whether another page was asked for, by the router or by sending a plain form, and is not there yet. */
function useLeaving(): boolean {
  const [isRouted, setRouted] = useOptimistic(false);
  const [isSent, setSent] = useState(false);
  useEffect(() => hearDepartures(() => setRouted(true)), [setRouted]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const back = () => setSent(false);
    const sent = (event: Event) => {
      if (event.defaultPrevented) return;
      setSent(true);
      clearTimeout(timer);
      timer = setTimeout(back, FORGOTTEN_MS);
    };
    window.addEventListener("submit", sent);
    window.addEventListener("pageshow", back);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("submit", sent);
      window.removeEventListener("pageshow", back);
    };
  }, []);
  return isRouted || isSent;
}

function Line() {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return null;
  return (
    <>
      <span className="sr-only">Loading the next page</span>
      <div
        aria-hidden
        className="pointer-events-none fixed inset-x-0 top-0 z-50 h-1 origin-left animate-progress bg-taxi"
      />
    </>
  );
}
