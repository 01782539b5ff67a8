import { getOutlines } from "@/features/search/kept-outlines";

/** The outlines of all neighbourhoods, small enough for a phone; the same for everybody for a day. */
export async function GET(): Promise<Response> {
  return Response.json(await getOutlines(), { headers: { "cache-control": "public, max-age=86400" } });
}
