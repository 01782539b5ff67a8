"use client";

import { useTransition } from "react";
import { api, unwrap } from "@/lib/api";
import { forgetDrafts } from "@/lib/drafts";

/** Ends the session on the server, then starts over on the home page with nothing kept in memory. */
export function SignOutButton({ className }: { className?: string }) {
  const [pending, start] = useTransition();
  const signOut = () =>
    start(async () => {
      await unwrap(api.DELETE("/api/auth/session")).catch(() => undefined);
      forgetDrafts();
      window.location.assign("/");
    });
  return (
    <button type="button" className={className} onClick={signOut} aria-disabled={pending}>
      Sign out
    </button>
  );
}
