"use client";

import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("online", onChange);
  window.addEventListener("offline", onChange);
  return () => {
    window.removeEventListener("online", onChange);
    window.removeEventListener("offline", onChange);
  };
}

/** Along the bottom edge while there is no connection; the page itself stays as it was. */
export function OfflineNotice() {
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex justify-center p-4">
      {!online && (
        <p className="flex items-center gap-3 rounded-card border-2 border-on-taxi bg-taxi px-5 py-3 font-semibold text-on-taxi shadow-lg">
          <WifiOff aria-hidden size={20} />
          You are offline. What you see may be old.
        </p>
      )}
    </div>
  );
}
