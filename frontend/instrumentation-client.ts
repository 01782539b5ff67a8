import { tellDeparture } from "@/lib/departures";

/** Next.js calls it for links, for the router's own steps and for Back alike. */
export function onRouterTransitionStart(): void {
  tellDeparture();
}
