/** Whether a guest lets us keep their searches, and under which id. A cookie, so that pages made by the server know. */

export const GUEST_COOKIE = "guest_session";
const REFUSED = "no";
// As long as the API keeps what guests searched for.
const KEPT_SECONDS = 90 * 86_400;
const ID = /^[0-9a-f]{32}$/;

export type GuestChoice = "agreed" | "refused" | "open";

/** The id under which a guest's searches are kept; null without their word. */
export const guestId = (cookie: string | undefined): string | null =>
  cookie && ID.test(cookie) ? cookie : null;

export function guestChoice(cookie: string | undefined): GuestChoice {
  if (guestId(cookie)) return "agreed";
  return cookie === REFUSED ? "refused" : "open";
}

/** The cookie's line for a choice; `id` is for who agrees. */
export const guestCookie = (id: string | null): string =>
  `${GUEST_COOKIE}=${id ?? REFUSED}; path=/; max-age=${KEPT_SECONDS}; samesite=lax`;

/** The value of our cookie in a line of `document.cookie`. */
export const findGuestCookie = (cookies: string): string | undefined =>
  cookies
    .split("; ")
    .find((pair) => pair.startsWith(`${GUEST_COOKIE}=`))
    ?.slice(GUEST_COOKIE.length + 1);
