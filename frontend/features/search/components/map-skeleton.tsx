import { Skeleton } from "@/components/ui/skeleton";

/** The map above its list; side by side on tablets, where the map alone would fill the screen. */
export const MAP_LAYOUT = "flex flex-col gap-3 sm:max-lg:grid sm:max-lg:grid-cols-2 sm:max-lg:gap-6";

/** As high as the map and its list: what stands below them stays where it is when they come. */
export function MapSkeleton() {
  return (
    <div className={MAP_LAYOUT}>
      <Skeleton className="aspect-square rounded-card" />
      <div className="h-66" />
    </div>
  );
}
