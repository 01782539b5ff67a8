import { type ReactNode, Suspense } from "react";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { Notice } from "@/components/ui/states";
import { ApiError } from "@/lib/problem";

export type LoadedProps<T> = { load: () => Promise<T>; children: (data: T) => ReactNode };

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
