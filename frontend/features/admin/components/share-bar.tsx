import { widthOf } from "@/features/admin/chart";

/** A part of a whole as a length; the figure itself stands beside it. */
export function ShareBar({ part, whole }: { part: number; whole: number }) {
  return (
    <svg aria-hidden viewBox="0 0 100 10" preserveAspectRatio="none" className="h-3 w-full">
      <rect width={100} height={10} className="fill-line" />
      <rect width={widthOf(part, whole)} height={10} className="fill-shade-3" />
    </svg>
  );
}
