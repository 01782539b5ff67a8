"use client";

import { useEffect, useEffectEvent, useState } from "react";

export type Connection = "opening" | "live" | "lost";

type Span = { instructorId: string; from: string; to: string };

/**
 * Hears when an instructor's free time of these days goes or comes. `onChange` gets the days, or null after a
 * connection was lost and is back: anything may have changed meanwhile.
 */
export function useLiveTime(
  { instructorId, from, to }: Span,
  onChange: (dates: string[] | null) => void,
): Connection {
  const [connection, setConnection] = useState<Connection>("opening");
  const tell = useEffectEvent(onChange);
  useEffect(() => {
    const query = new URLSearchParams({ start_date: from, end_date: to });
    const source = new EventSource(`/api/public/instructors/${instructorId}/live?${query}`);
    let wasLost = false;
    source.addEventListener("open", () => {
      setConnection("live");
      if (wasLost) tell(null);
      wasLost = false;
    });
    source.addEventListener("error", () => {
      wasLost = true;
      setConnection("lost");
    });
    source.addEventListener("free_time_changed", (event) => tell(datesOf(event)));
    return () => source.close();
  }, [instructorId, from, to]);
  return connection;
}

function datesOf(event: MessageEvent<string>): string[] {
  const { dates } = JSON.parse(event.data) as { dates: string[] };
  return dates;
}
