import type { NextRequest, NextResponse } from "next/server";
import { visitorHeaders } from "@/lib/visitor";

const ACCESS_COOKIE = "instainstru_access";
const REFRESH_COOKIE = "instainstru_refresh";
const MANAGES_ITSELF = /^\/api\/auth\/(session|login|logout|refresh)$/;
const PATIENCE_MS = 5_000;

type Renewal = { requestHeaders: Headers; applyTo: (response: NextResponse) => void };

/**
 * The access cookie lives 15 minutes and then vanishes; while the refresh cookie is there, the API renews both before
 * the request goes on, so neither pages nor the browser's calls ever see a session run out in the middle.
 * Two requests at once may both renew: a token spent moments ago gives the same successor.
 */
export async function renewSession(request: NextRequest): Promise<Renewal> {
  const requestHeaders = new Headers(request.headers);
  const needed = request.cookies.has(REFRESH_COOKIE) && !request.cookies.has(ACCESS_COOKIE);
  if (!needed || MANAGES_ITSELF.test(request.nextUrl.pathname)) return { requestHeaders, applyTo: () => {} };
  const cookies = await renewedCookies(request);
  if (cookies.length > 0) requestHeaders.set("cookie", withCookies(request, cookies));
  return {
    requestHeaders,
    applyTo: (response) => {
      for (const line of cookies) response.headers.append("set-cookie", line);
    },
  };
}

/** The API's `Set-Cookie` lines; none when it cannot be reached: a page without its session is better than no page. */
async function renewedCookies(request: NextRequest): Promise<string[]> {
  const api = process.env.API_URL ?? "http://localhost:8000";
  try {
    const answer = await fetch(new URL("/api/auth/refresh", api), {
      method: "POST",
      headers: { ...visitorHeaders(request.headers), cookie: request.headers.get("cookie") ?? "" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 401) return [`${REFRESH_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`];
    return answer.ok ? answer.headers.getSetCookie() : [];
  } catch {
    return [];
  }
}

/** The request's cookies as they are after the answer's lines. */
function withCookies(request: NextRequest, lines: string[]): string {
  const values = new Map(request.cookies.getAll().map(({ name, value }) => [name, value]));
  for (const line of lines) {
    const [pair = ""] = line.split(";", 1);
    const cut = pair.indexOf("=");
    values.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
  return [...values].map(([name, value]) => `${name}=${value}`).join("; ");
}
