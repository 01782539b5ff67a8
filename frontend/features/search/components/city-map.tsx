"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { MAP_LAYOUT, MapSkeleton } from "@/features/search/components/map-skeleton";
import { MAP_SIZE, type Outlines, shade } from "@/features/search/map-model";
import { type SearchState, searchPath, withFilter } from "@/features/search/model";
import { useMatchesByNeighborhood, useOutlines } from "@/features/search/queries";
import { useMapOpen } from "@/features/search/use-map-open";
import { cx } from "@/lib/cx";
import type { Understood } from "@/lib/types";
import { plural } from "@/lib/words";

type CityMapProps = { state: SearchState; understood: Understood; names: Record<string, string> };
type Place = { slug: string; name: string; count: number; href: string };

const SHADES = ["fill-mist", "fill-shade-1", "fill-shade-2", "fill-shade-3", "fill-shade-4"];
const LISTED = 12;

/** The city shaded by matches; pressing a neighbourhood filters. The list beside says the same in words. */
export function CityMap({ state, understood, names }: CityMapProps) {
  const outlines = useOutlines();
  const matches = useMatchesByNeighborhood(understood);
  const { open } = useMapOpen();
  if (outlines.isError || matches.isError)
    return <p className="text-soft">The map cannot be drawn right now.</p>;
  if (!outlines.data || !matches.data) return <MapSkeleton />;
  const places = Object.entries(matches.data)
    .map(([slug, count]) => ({
      slug,
      count,
      name: names[slug] ?? slug,
      href: searchPath(withFilter(state, understood, "neighborhoods", { neighborhood: [slug] }), open),
    }))
    .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  return (
    <div className={MAP_LAYOUT}>
      <Picture outlines={outlines.data} places={places} chosen={understood.neighborhoods} />
      <TextList places={places.slice(0, LISTED)} />
    </div>
  );
}

type PictureProps = { outlines: Outlines; places: Place[]; chosen: string[] };

function Picture({ outlines, places, chosen }: PictureProps) {
  const router = useRouter();
  const bySlug = new Map(places.map((place) => [place.slug, place]));
  const most = places[0]?.count ?? 1;
  const press = (target: EventTarget) => {
    const place = bySlug.get((target as SVGElement).dataset.slug ?? "");
    if (place) router.push(place.href, { scroll: false });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list below has the same links for the keyboard
    <svg
      role="img"
      aria-label={`Map of New York: ${plural(places.length, "neighborhood")} with matches. The list below has the same links.`}
      viewBox={`0 0 ${MAP_SIZE.width} ${MAP_SIZE.height}`}
      onClick={(event) => press(event.target)}
      className="w-full rounded-card border border-line bg-paper"
    >
      {Object.entries(outlines).map(([slug, path]) => {
        const place = bySlug.get(slug);
        return (
          <path
            key={slug}
            data-slug={slug}
            d={path}
            className={cx(
              "stroke-edge stroke-[0.4]",
              chosen.includes(slug) ? "fill-taxi" : SHADES[shade(place?.count ?? 0, most)],
              place && "cursor-pointer hover:fill-taxi",
            )}
          >
            {place && <title>{`${place.name}: ${plural(place.count, "instructor")}`}</title>}
          </path>
        );
      })}
    </svg>
  );
}

function TextList({ places }: { places: Place[] }) {
  return (
    <nav aria-label="Neighborhoods with most instructors" className="min-h-66">
      <ul className="grid grid-cols-2 gap-x-4">
        {places.map(({ slug, name, count, href }) => (
          <li key={slug}>
            <Link
              href={href}
              scroll={false}
              prefetch={false}
              className="flex min-h-11 items-center justify-between gap-2 border-b border-line text-sm hover:bg-mist"
            >
              <span className="truncate">{name}</span>
              <span className="font-semibold tabular">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
