import "server-only";
import { serverApi, unwrap } from "@/lib/api-server";
import { ApiError } from "@/lib/problem";
import type { HistoryEntry } from "@/lib/types";

/** The reader's own searches, the latest first; none while they cannot be had. */
export async function getSearches(limit: number): Promise<HistoryEntry[]> {
  const api = await serverApi();
  try {
    return (await unwrap(api.GET("/api/search/history", { params: { query: { limit } } }))).items;
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}
