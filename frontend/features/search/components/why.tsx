import type { SearchResult } from "@/lib/types";

const PERCENT = 100;

/** Why a result stands where it stands: the parts of its score, largest first. */
export function Why({ result }: { result: SearchResult }) {
  const parts = result.why.toSorted((a, b) => b.contribution - a.contribution);
  if (parts.length === 0) return null;
  return (
    <details className="-my-2 text-sm">
      <summary className="flex min-h-11 items-center font-semibold text-soft hover:text-ink">
        Why this is here
      </summary>
      <ul className="flex flex-col gap-2 pb-1">
        {parts.map(({ part, text, value, contribution }) => (
          <li key={part} className="grid grid-cols-[6rem_1fr_auto] items-center gap-3">
            <span aria-hidden className="h-2 overflow-hidden rounded-full bg-line">
              <span className="block h-full rounded-full bg-ink" style={{ width: `${value * PERCENT}%` }} />
            </span>
            <span>{text}</span>
            <span className="tabular text-soft">+{(contribution * PERCENT).toFixed(0)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
