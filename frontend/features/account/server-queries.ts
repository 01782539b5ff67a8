import "server-only";
import { serverApi, unwrap } from "@/lib/api-server";
import type { FavoritePage, MailPreferences, Session } from "@/lib/types";

const MOST_SESSIONS = 50;
const FAVORITES_PER_PAGE = 20;

/** Where the reader is signed in, the last used first. */
export async function getSessions(): Promise<Session[]> {
  const api = await serverApi();
  const query = { limit: MOST_SESSIONS };
  return (await unwrap(api.GET("/api/auth/sessions", { params: { query } }))).items;
}

export async function getFavorites(offset: number): Promise<FavoritePage> {
  const api = await serverApi();
  const query = { limit: FAVORITES_PER_PAGE, offset };
  return unwrap(api.GET("/api/favorites", { params: { query } }));
}

/** Which of the mails that can be turned off the reader gets. */
export async function getMailPreferences(): Promise<MailPreferences> {
  const api = await serverApi();
  return unwrap(api.GET("/api/notifications/preferences"));
}
