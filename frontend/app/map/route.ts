import { outlinesOf } from "@/features/search/map-model";
import { getNeighborhoodsWithOutlines } from "@/lib/catalog";

/** The outlines of all neighbourhoods, small enough for a phone; the same for everybody for a day. */
export async function GET(): Promise<Response> {
  const outlines = outlinesOf(await getNeighborhoodsWithOutlines());
  return Response.json(outlines, { headers: { "cache-control": "public, max-age=86400" } });
}
