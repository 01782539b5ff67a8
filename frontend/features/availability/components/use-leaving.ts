import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

/** The link of this site that a plain click is about to follow. */
function wayOut(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.target || link.origin !== window.location.origin) return null;
  return link.pathname === window.location.pathname ? null : link.pathname + link.search + link.hash;
}

/** Whoever is about to leave unsaved changes is asked first: the browser asks when the page is closed, we at links. `tell` hears of it. */
export function useLeaving(changed: boolean, tell?: (unsaved: boolean) => void) {
  const router = useRouter();
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    tell?.(changed);
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const hold = (event: MouseEvent) => {
      const href = wayOut(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(href);
    };
    window.addEventListener("beforeunload", ask);
    // Before the links hear of it themselves.
    document.addEventListener("click", hold, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", ask);
      document.removeEventListener("click", hold, { capture: true });
    };
  }, [changed, tell]);
  return {
    asked: wanted !== null,
    stay: () => setWanted(null),
    leave: () => {
      if (wanted !== null) router.push(wanted);
      setWanted(null);
    },
  };
}
