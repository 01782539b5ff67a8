import "server-only";
import { cache } from "react";
import { serverApi, unwrap } from "@/lib/api-server";
import { ApiError } from "@/lib/problem";
import { getUser } from "@/lib/session";

const MOST_KEPT = 100;

/** Whom the reader keeps; null for who keeps nobody (a guest, an account that teaches). */
export type Kept = ReadonlySet<string> | null;

/** Asked once per page; never a reason for a page to fail. */
export const getKept = cache(async (): Promise<Kept> => {
  const user = await getUser();
  if (!user?.permissions.includes("view_instructors")) return null;
  const api = await serverApi();
  try {
    const query = { limit: MOST_KEPT };
    const { items } = await unwrap(api.GET("/api/favorites", { params: { query } }));
    return new Set(items.map(({ id }) => id));
  } catch (error) {
    if (error instanceof ApiError) return new Set();
    throw error;
  }
});
