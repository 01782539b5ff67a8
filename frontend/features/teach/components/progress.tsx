import { Check } from "lucide-react";
import Link from "next/link";
import { cx } from "@/lib/cx";
import type { Step, StepId } from "../model";

type ProgressProps = { steps: readonly Step[]; current?: StepId };

/** The four stops of the line from nothing to bookable. */
export function Progress({ steps, current }: ProgressProps) {
  return (
    <nav aria-label="Steps to your first lesson">
      <ol className="isolate grid grid-cols-4">
        {steps.map((step, index) => (
          <li key={step.id} className="relative">
            {index > 0 && (
              <span aria-hidden className="absolute right-1/2 top-[1.125rem] -z-10 h-1 w-full bg-ink" />
            )}
            <Link
              href={step.href}
              aria-current={step.id === current ? "step" : undefined}
              className="relative flex flex-col items-center gap-2 rounded-control pb-2 text-center text-sm font-semibold"
            >
              <Stop number={index + 1} done={step.done} current={step.id === current} />
              <span className={cx(step.id === current && "underline decoration-2 underline-offset-4")}>
                {step.title}
              </span>
              {step.done && <span className="sr-only">, done</span>}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Stop({ number, done, current }: { number: number; done: boolean; current: boolean }) {
  return (
    <span
      aria-hidden
      className={cx(
        "tabular grid size-10 place-items-center rounded-full border-4 border-ink text-base font-bold",
        done ? "bg-ink text-paper" : "bg-paper",
        current && !done && "bg-taxi text-on-taxi",
      )}
    >
      {done ? <Check size={20} strokeWidth={3} /> : number}
    </span>
  );
}
