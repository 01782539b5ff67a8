import { ShareBar } from "@/features/admin/components/share-bar";
import { formatDecimal, formatShare } from "@/features/admin/figures";
import type { Quality as QualityData } from "@/features/admin/types";

const PARTS = [
  { id: "found", name: "Found somebody", weight: 35 },
  { id: "understood", name: "Understood every word", weight: 25 },
  { id: "viewed", name: "Led to a look", weight: 25 },
  { id: "rank", name: "What was looked at stood high", weight: 15 },
] as const;

/** The score and the four shares that it is made of. */
export function Quality({ quality }: { quality: QualityData | null }) {
  if (!quality) return <p className="rounded-card bg-mist p-4 text-soft">Nobody searched in this time.</p>;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-2xl font-extrabold tabular">
        {formatDecimal(quality.score)} <span className="text-base font-normal text-soft">of 100</span>
      </p>
      <ul className="flex flex-col gap-3">
        {PARTS.map(({ id, name, weight }) => (
          <li key={id} className="flex flex-col gap-1">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="font-semibold">{name}</span>
              <span className="tabular">
                {formatShare(quality[id])}, counts {weight} %
              </span>
            </p>
            <ShareBar part={quality[id]} whole={1} />
          </li>
        ))}
      </ul>
    </div>
  );
}
