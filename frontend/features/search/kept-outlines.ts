import "server-only";
import { type Outlines, outlinesOf } from "@/features/search/map-model";
import { getNeighborhoodsWithOutlines } from "@/lib/catalog";

let kept: Promise<Outlines> | null = null;

/** Made once for each process: the city does not move, and its outlines are megabytes before they are small. */
export function getOutlines(): Promise<Outlines> {
  kept ??= getNeighborhoodsWithOutlines()
    .then(outlinesOf)
    .catch((error: unknown) => {
      kept = null;
      throw error;
    });
  return kept;
}
