import type { ReactNode } from "react";
import { type LoadedProps, Part } from "@/components/ui/part";

const idOf = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

type SectionProps = { title: string; note?: ReactNode; aside?: ReactNode; children: ReactNode };

export function Section({ title, note, aside, children }: SectionProps) {
  return (
    <section aria-labelledby={idOf(title)} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <h2 id={idOf(title)} className="text-xl font-bold">
            {title}
          </h2>
          {note && <p className="max-w-prose text-sm text-soft">{note}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}

type LoadedSectionProps<T> = Omit<SectionProps, "children"> & LoadedProps<T> & { skeleton?: string };

/** A headed part of a page; the heading stands before its figures come. */
export function LoadedSection<T>({ title, note, aside, ...part }: LoadedSectionProps<T>) {
  return (
    <Section title={title} note={note} aside={aside}>
      <Part label={`Loading ${title.toLowerCase()}`} {...part} />
    </Section>
  );
}
