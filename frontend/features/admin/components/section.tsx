import { type ReactNode, Suspense } from "react";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { Notice } from "@/components/ui/states";
import { ApiError } from "@/lib/problem";

type LoadedProps<T> = { load: () => Promise<T>; children: (data: T) => ReactNode };

/** What the API says, or its words of refusal in the same place: one part that fails leaves the others standing. */
async function Loaded<T>({ load, children }: LoadedProps<T>) {
  let data: T;
  try {
    data = await load();
  } catch (error) {
    if (error instanceof ApiError) return <Notice tone="error">{error.problem.detail}</Notice>;
    throw error;
  }
  return children(data);
}

type PartProps<T> = LoadedProps<T> & { label: string; skeleton?: string };

/** A part of a page that comes when it is there. */
export function Part<T>({ label, skeleton = "h-48", load, children }: PartProps<T>) {
  return (
    <Suspense
      fallback={
        <LoadingRegion label={label}>
          <Skeleton className={skeleton} />
        </LoadingRegion>
      }
    >
      <Loaded load={load}>{children}</Loaded>
    </Suspense>
  );
}

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
