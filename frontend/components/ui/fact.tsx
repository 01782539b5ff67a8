import type { ReactNode } from "react";

type FactProps = { name: string; wide?: boolean; children: ReactNode };

/** One line of a `dl`: what it is, and below it what holds here. */
export function Fact({ name, wide, children }: FactProps) {
  return (
    <div className={wide ? "col-span-full" : undefined}>
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="whitespace-pre-line break-words font-semibold tabular">{children}</dd>
    </div>
  );
}
