import type { PolicyStep } from "@/lib/booking-rules";
import { cx } from "@/lib/cx";

const dot = (share: number): string => (share === 100 ? "bg-green" : share === 0 ? "bg-red" : "bg-taxi");

/** Cancellation terms as stops on a line of time. */
export function PolicyLine({ steps }: { steps: PolicyStep[] }) {
  return (
    <ol className="flex flex-col">
      {steps.map((step, index) => (
        <li key={step.words} className="relative flex gap-3 pb-3 last:pb-0">
          {index < steps.length - 1 && (
            <span aria-hidden className="absolute left-[7px] top-3 h-full w-0.5 bg-line" />
          )}
          <span
            aria-hidden
            className={cx(
              "relative mt-1 size-4 shrink-0 rounded-full border-4 border-paper ring-2 ring-ink",
              dot(step.share),
            )}
          />
          <span className="text-sm tabular">{step.words}</span>
        </li>
      ))}
    </ol>
  );
}
