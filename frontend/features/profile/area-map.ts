/** A small map of where somebody teaches, as a picture of its own. Pure. */

type Outlines = Record<string, string>;
type Box = { left: number; top: number; width: number; height: number };

// Drawn as an image, it cannot see the page's theme: these stand out on white and on black.
const OTHERS = `fill="none" stroke="#8a8a85" stroke-width="0.5"`;
const CHOSEN = `fill="#ffd700" stroke="#111111" stroke-width="0.5"`;
const ASPECT = 4 / 3;
const SMALLEST_WIDTH = 120;
const MARGIN = 1.4;

/** From the least to the most of both directions, over the numbers of all paths. */
function edges(paths: string[]) {
  const numbers = paths.flatMap((path) => path.match(/-?\d+/g) ?? []).map(Number);
  const [xs, ys] = [
    numbers.filter((_, index) => index % 2 === 0),
    numbers.filter((_, index) => index % 2 === 1),
  ];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function isInside(path: string, box: Box): boolean {
  const { left, right, top, bottom } = edges([path]);
  return (
    right >= box.left && left <= box.left + box.width && bottom >= box.top && top <= box.top + box.height
  );
}

/** What is drawn, as wide as it has to be and not so narrow that nobody knows where it is. */
export function boxAround(paths: string[]): Box {
  const { left, right, top, bottom } = edges(paths);
  const width = Math.round(
    Math.max(SMALLEST_WIDTH, (right - left) * MARGIN, (bottom - top) * MARGIN * ASPECT),
  );
  const height = Math.round(width / ASPECT);
  return {
    left: Math.round((left + right - width) / 2),
    top: Math.round((top + bottom - height) / 2),
    width,
    height,
  };
}

/** The picture as SVG; null when none of the places is known. */
export function areaMap(outlines: Outlines, slugs: string[]): string | null {
  const chosen = slugs.flatMap((slug) => outlines[slug] ?? []);
  if (chosen.length === 0) return null;
  const box = boxAround(chosen);
  const others = Object.entries(outlines)
    .filter(([slug, path]) => !slugs.includes(slug) && isInside(path, box))
    .map(([, path]) => path);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.left} ${box.top} ${box.width} ${box.height}">`,
    `<path ${OTHERS} d="${others.join("")}"/><path ${CHOSEN} d="${chosen.join("")}"/>`,
    "</svg>",
  ].join("");
}
