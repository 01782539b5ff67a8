import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { holdBack, holdLinks, type WayOut } from "@/lib/leaving";

export type Leaving = { asked: boolean; stay: () => void; leave: () => void };

/** Whoever is about to leave unsaved changes is asked first, with a `LeaveDialog`. `tell` hears whether there are any. */
export function useLeaving(changed: boolean, tell?: (unsaved: boolean) => void): Leaving {
  const router = useRouter();
  const [wanted, setWanted] = useState<WayOut | null>(null);
  const letGo = useRef(() => {});
  useEffect(() => {
    tell?.(changed);
    const holds = [holdBack(changed, setWanted), ...(changed ? [holdLinks(setWanted)] : [])];
    letGo.current = () => {
      for (const stop of holds) stop();
    };
    return () => letGo.current();
  }, [changed, tell]);
  const leave = () => {
    setWanted(null);
    if (!wanted) return;
    // In place of the entry that stood in front of Back.
    if ("href" in wanted) return router.replace(wanted.href);
    letGo.current();
    window.history.go(wanted.steps);
  };
  return { asked: wanted !== null, stay: () => setWanted(null), leave };
}
