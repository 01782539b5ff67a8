/** The city as outlines for an SVG. Pure. */
import type { Neighborhood } from "@/lib/types";

export const MAP_SIZE = { width: 400, height: 400 } as const;

// The city's bounds in degrees; one degree of longitude is shorter than one of latitude up here.
const WEST = -74.26;
const NORTH = 40.92;
const SCALE = 920;
const SHRINK = Math.cos((40.7 * Math.PI) / 180);

type Position = [number, number];

const x = (longitude: number): number => Math.round((longitude - WEST) * SHRINK * SCALE);
const y = (latitude: number): number => Math.round((NORTH - latitude) * SCALE);

/** A ring as a path; points that fall on the pixel before them are left out. */
function ringPath(ring: Position[]): string {
  const points: string[] = [];
  for (const [longitude, latitude] of ring) {
    const point = `${x(longitude)} ${y(latitude)}`;
    if (point !== points.at(-1)) points.push(point);
  }
  return points.length < 3 ? "" : `M${points.join("L")}Z`;
}

/** "M12 34L...Z" for a neighbourhood's boundary, holes and islands included. */
export function outline(boundary: NonNullable<Neighborhood["boundary"]>): string {
  const polygons = (
    boundary.type === "Polygon" ? [boundary.coordinates] : boundary.coordinates
  ) as Position[][][];
  return polygons.flatMap((rings) => rings.map(ringPath)).join("");
}

export type Outlines = Record<string, string>;

export const outlinesOf = (neighborhoods: Neighborhood[]): Outlines =>
  Object.fromEntries(
    neighborhoods.flatMap(({ slug, boundary }) => (boundary ? [[slug, outline(boundary)]] : [])),
  );

/** How many results can be had in each neighbourhood. */
export function countsOf(found: { instructor: { neighborhoods: string[] } }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { instructor } of found) {
    for (const slug of instructor.neighborhoods) counts[slug] = (counts[slug] ?? 0) + 1;
  }
  return counts;
}

const LEVELS = 4;

/** 0 for none, then four shades up to the most. */
export function shade(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1, Math.ceil((count / most) * LEVELS));
}
