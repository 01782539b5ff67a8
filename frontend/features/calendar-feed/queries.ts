import { api, hasCode, unwrap } from "@/lib/api";

/** A new private address, whole; the one before works no more. It is told this once. */
export async function renewFeed(): Promise<string> {
  const { path } = await unwrap(api.POST("/api/calendar/feed"));
  return new URL(path, window.location.origin).href;
}

/** Revoked already, from another window, is as good. */
export async function revokeFeed(): Promise<void> {
  try {
    await unwrap(api.DELETE("/api/calendar/feed"));
  } catch (error) {
    if (!hasCode(error, "calendar_not_found")) throw error;
  }
}
