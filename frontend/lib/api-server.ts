import "server-only";
import { cookies } from "next/headers";
import createClient, { type Client } from "openapi-fetch";
import { apiUrl } from "@/lib/env";
import { ApiError, unwrap } from "@/lib/problem";
import type { paths } from "@/types/api";

/** For server components: speaks to the API directly, as the person whose page is being made. */
export async function serverApi(): Promise<Client<paths>> {
  const cookie = (await cookies()).toString();
  return createClient<paths>({ baseUrl: apiUrl(), headers: cookie ? { cookie } : {}, cache: "no-store" });
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
