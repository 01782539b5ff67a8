import createClient from "openapi-fetch";
import { findGuestCookie, guestId } from "@/lib/guest";
import type { paths } from "@/types/api";

/**
 * The one client of the browser: same origin, cookies along, typed from the API's own document.
 * Use it as `await unwrap(api.GET("/api/..."))`, which throws ApiError.
 */
export const api = createClient<paths>({ baseUrl: "", credentials: "same-origin" });

// A guest who agreed names their browser, so that searches come back and go along when they join.
api.use({
  onRequest({ request }) {
    const guest = guestId(findGuestCookie(document.cookie));
    if (guest) request.headers.set("X-Guest-Session-ID", guest);
  },
});

export { ApiError, hasCode, messageOf, type Problem, unwrap } from "@/lib/problem";
