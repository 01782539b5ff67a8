"use client";

import { ChevronDown, Map as MapIcon } from "lucide-react";
import dynamic from "next/dynamic";
import { type ComponentProps, type ReactNode, useSyncExternalStore } from "react";
import { buttonStyles } from "@/components/ui/button";
import type { CityMap } from "@/features/search/components/city-map";
import { MapSkeleton } from "@/features/search/components/map-skeleton";
import { useMapOpen } from "@/features/search/use-map-open";
import { cx } from "@/lib/cx";

type MapProps = ComponentProps<typeof CityMap>;

/** The map's code and data are fetched only where it is shown. */
const LazyMap = dynamic(() => import("@/features/search/components/lazy-map"), {
  ssr: false,
  loading: MapSkeleton,
});

const WIDE = "(min-width: 64rem)";
const PANEL = "map-of-results";

function subscribe(onChange: () => void): () => void {
  const media = window.matchMedia(WIDE);
  media.addEventListener("change", onChange);
  return () => media.removeEventListener("change", onChange);
}

/** Null until the browser says it. */
const useWide = () =>
  useSyncExternalStore<boolean | null>(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => null,
  );

/** Beside the results on wide screens. */
export function MapPanel(props: MapProps) {
  const wide = useWide();
  return (
    <section aria-label="Map" className="hidden lg:sticky lg:top-24 lg:block lg:self-start">
      {wide ? <LazyMap {...props} /> : <MapSkeleton />}
    </section>
  );
}

/** Above the results on narrow screens, for who asks for it; the button stands beside `children`. */
export function MapDisclosure({ children, ...props }: MapProps & { children: ReactNode }) {
  const wide = useWide();
  const { open, toggle } = useMapOpen();
  return (
    <>
      <div className="flex items-center justify-between gap-4">
        {children}
        <button
          type="button"
          aria-expanded={open}
          aria-controls={PANEL}
          onClick={toggle}
          className={buttonStyles("secondary", "small", "lg:hidden")}
        >
          <MapIcon aria-hidden size={18} />
          Map
          <ChevronDown aria-hidden size={18} className={cx(open && "rotate-180")} />
        </button>
      </div>
      <section id={PANEL} aria-label="Map" hidden={!open} className="lg:hidden">
        {open && (wide === false ? <LazyMap {...props} /> : <MapSkeleton />)}
      </section>
    </>
  );
}
