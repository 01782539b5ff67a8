import { keptWords } from "@/features/admin/invariants";
import type { Invariants } from "@/features/admin/types";

/** That the data is sound, in one line; what is not stands among what needs attention. */
export function Kept({ invariants }: { invariants: Invariants | null }) {
  const words = invariants && keptWords(invariants);
  return words && <p className="mt-3 text-sm text-soft tabular">{words}</p>;
}
