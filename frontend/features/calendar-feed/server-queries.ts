import "server-only";
import { serverApi, unwrap } from "@/lib/api-server";
import type { CalendarFeed } from "@/lib/types";

export async function getFeed(): Promise<CalendarFeed> {
  const api = await serverApi();
  return unwrap(api.GET("/api/calendar/feed"));
}
