import type { Metadata } from "next";
import { requireArea } from "@/features/admin/access";
import { ChoiceLinks } from "@/features/admin/components/choice-links";
import { SearchView } from "@/features/admin/components/search-view";
import { Sheet } from "@/features/admin/components/sheet";
import { PERIODS, pathWith, readDays } from "@/features/admin/filters";
import { single } from "@/lib/paths";

export const metadata: Metadata = { title: "Search analytics" };

export default async function SearchAnalyticsPage({ searchParams }: PageProps<"/admin/search">) {
  const days = readDays(single(await searchParams).days);
  const pathAt = (period: string | number) => pathWith("/admin/search", { days: period });
  const { permissions } = await requireArea("search", pathAt(days));
  const periods = <ChoiceLinks label="Period" options={PERIODS} chosen={String(days)} hrefFor={pathAt} />;
  return (
    <Sheet title="Search analytics" aside={periods} gap="gap-10">
      <SearchView key={days} days={days} mayExport={permissions.includes("export_analytics")} />
    </Sheet>
  );
}
