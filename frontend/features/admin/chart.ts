/** Shapes of charts in a box of 100 by 100 that is stretched to where it stands. Pure. */

const SIDE = 100;
const GAP = 0.25;
const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

export type Bar = { x: number; y: number; width: number; height: number };

/** A round number that is not below any of the values: the top of the axis. */
export function niceMax(values: readonly number[]): number {
  const most = Math.max(0, ...values);
  if (most === 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(most));
  const step = STEPS.find((candidate) => candidate * unit >= most) ?? 10;
  return Math.max(1, step * unit);
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** One bar a value, from the left, with a gap between them. */
export function bars(values: readonly number[], max: number): Bar[] {
  const slot = SIDE / values.length;
  return values.map((value, index) => {
    const height = (value / max) * SIDE;
    return {
      x: rounded(slot * (index + GAP / 2)),
      y: rounded(SIDE - height),
      width: rounded(slot * (1 - GAP)),
      height: rounded(height),
    };
  });
}

/** The points of a line through the middles of the bars, as SVG wants them. */
export function linePoints(values: readonly number[], max: number): string {
  const slot = SIDE / values.length;
  return values
    .map((value, index) => `${rounded(slot * (index + 0.5))},${rounded(SIDE - (value / max) * SIDE)}`)
    .join(" ");
}

/** A share of a whole as a width in percent, never over it. */
export const widthOf = (part: number, whole: number): number =>
  whole > 0 ? rounded(Math.min(1, part / whole) * SIDE) : 0;
