import { useEffect } from "react";

/** The browser asks before a page with unsaved changes is closed; `tell` hears whether there are any. */
export function useUnsaved(changed: boolean, tell: (unsaved: boolean) => void): void {
  useEffect(() => {
    tell(changed);
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [changed, tell]);
}
