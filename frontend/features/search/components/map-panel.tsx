"use client";

import dynamic from "next/dynamic";
import { type ComponentProps, useSyncExternalStore } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { CityMap } from "@/features/search/components/city-map";

const LazyMap = dynamic(() => import("@/features/search/components/lazy-map"), {
  ssr: false,
  loading: () => <Skeleton className="aspect-square rounded-card" />,
});

const WIDE = "(min-width: 64rem)";

function subscribe(onChange: () => void): () => void {
  const media = window.matchMedia(WIDE);
  media.addEventListener("change", onChange);
  return () => media.removeEventListener("change", onChange);
}

/** The map's code and data are fetched only where it is shown: beside the results on wide screens. */
export function MapPanel(props: ComponentProps<typeof CityMap>) {
  const wide = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => false,
  );
  return (
    <section aria-label="Map" className="hidden lg:sticky lg:top-24 lg:block lg:self-start">
      {wide ? <LazyMap {...props} /> : <Skeleton className="aspect-square rounded-card" />}
    </section>
  );
}
