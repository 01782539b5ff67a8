import { areaMap } from "@/features/profile/area-map";
import { getOutlines } from "@/features/search/kept-outlines";

/** A picture of the neighbourhoods `?in=astoria&in=soho`; 404 when none of them is one. */
export async function GET(request: Request): Promise<Response> {
  const picture = areaMap(await getOutlines(), new URL(request.url).searchParams.getAll("in"));
  if (picture === null) return new Response("No such neighborhoods", { status: 404 });
  const headers = { "content-type": "image/svg+xml", "cache-control": "public, max-age=86400" };
  return new Response(picture, { headers });
}
