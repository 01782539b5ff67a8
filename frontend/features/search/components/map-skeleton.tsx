import { Skeleton } from "@/components/ui/skeleton";

/** As high as the map and its list: what stands below them stays where it is when they come. */
export function MapSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="aspect-square rounded-card" />
      <div className="h-66" />
    </div>
  );
}
