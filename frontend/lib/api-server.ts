import "server-only";
import { cookies, headers } from "next/headers";
import createClient, { type Client } from "openapi-fetch";
import { apiUrl } from "@/lib/env";
import { GUEST_COOKIE, guestId } from "@/lib/guest";
import { ApiError, unwrap } from "@/lib/problem";
import { visitorHeaders } from "@/lib/visitor";
import type { paths } from "@/types/api";

/** For server components: speaks to the API directly, as the visitor whose page is being made. */
export async function serverApi(): Promise<Client<paths>> {
  const [jar, incoming] = await Promise.all([cookies(), headers()]);
  const visitor = visitorHeaders(incoming, guestId(jar.get(GUEST_COOKIE)?.value));
  const cookie = jar.toString();
  return createClient<paths>({
    baseUrl: apiUrl(),
    headers: cookie ? { ...visitor, cookie } : visitor,
    cache: "no-store",
  });
}

/** For what is the same for everybody (catalog, geo): kept for a minute, whoever asks. */
export function publicApi(): Client<paths> {
  return createClient<paths>({ baseUrl: apiUrl(), next: { revalidate: 60 } } as Parameters<
    typeof createClient
  >[0]);
}

type Call<T> = Parameters<typeof unwrap<T>>[0];

/** The data, or null where the API says 404 (or 422, for an id that cannot be one). */
export async function orNull<T>(call: Call<T>): Promise<T | null> {
  try {
    return await unwrap(call);
  } catch (error) {
    if (error instanceof ApiError && [404, 422].includes(error.status)) return null;
    throw error;
  }
}

export { unwrap };
