import { Page } from "@/components/layout/page";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";

export default function SearchLoading() {
  return (
    <Page>
      <LoadingRegion label="Looking for instructors">
        <Skeleton className="mb-6 h-12" />
        <div className="flex max-w-3xl flex-col gap-4">
          {["a", "b", "c", "d"].map((key) => (
            <Skeleton key={key} className="h-52 rounded-card" />
          ))}
        </div>
      </LoadingRegion>
    </Page>
  );
}
