import {
  getFunnel,
  getPopular,
  getSearchPerformance,
  getSummary,
  getTrend,
  getZeroResults,
} from "@/features/admin/analytics-queries";
import { Exports } from "@/features/admin/components/exports";
import { Funnel } from "@/features/admin/components/funnel";
import { Quality } from "@/features/admin/components/quality";
import {
  PopularTables,
  SearchSpeed,
  SearchTrend,
  SummaryTiles,
  ZeroResultsTable,
} from "@/features/admin/components/search-figures";
import { LoadedSection, Section } from "@/features/admin/components/section";

/** How people searched in these days, each part when its figures come. */
export function SearchView({ days, mayExport }: { days: number; mayExport: boolean }) {
  return (
    <>
      <LoadedSection title="Summary" load={() => getSummary(days)}>
        {(summary) => <SummaryTiles summary={summary} />}
      </LoadedSection>
      <LoadedSection title="Trend" load={() => getTrend(days)}>
        {(points) => <SearchTrend points={points} days={days} />}
      </LoadedSection>
      <div className="grid gap-10 xl:grid-cols-2">
        <LoadedSection title="From search to booking" load={() => getFunnel(days)}>
          {(funnel) => <Funnel funnel={funnel} />}
        </LoadedSection>
        <LoadedSection title="Quality" load={() => getSummary(days)}>
          {({ quality }) => <Quality quality={quality} />}
        </LoadedSection>
      </div>
      <LoadedSection title="Popular" load={() => getPopular(days)}>
        {(popular) => <PopularTables popular={popular} />}
      </LoadedSection>
      <LoadedSection title="Found nobody" load={() => getZeroResults(days)}>
        {(found) => <ZeroResultsTable found={found} />}
      </LoadedSection>
      <LoadedSection
        title="Speed"
        note="The server's time for an answer."
        load={() => getSearchPerformance(days)}
      >
        {(speed) => <SearchSpeed speed={speed} />}
      </LoadedSection>
      {mayExport && (
        <Section title="Export" note="CSV of these days. Each export leaves a row in the audit log.">
          <Exports days={days} />
        </Section>
      )}
    </>
  );
}
