import { longPointLabel, pointLabel } from "@/features/admin/analytics";
import { Table } from "@/features/admin/components/table";
import { type Tile, Tiles } from "@/features/admin/components/tiles";
import { TrendChart } from "@/features/admin/components/trend-chart";
import { changeWords, formatCount, formatDecimal, formatMs, formatShare } from "@/features/admin/figures";
import type {
  PopularSearches,
  SearchPerformance,
  SearchSummary,
  TrendPoint,
  ZeroResults,
} from "@/features/admin/types";
import { understoodWords } from "@/features/admin/understood";
import { formatInstant } from "@/lib/time";

export function SummaryTiles({ summary }: { summary: SearchSummary }) {
  const { totals, before } = summary;
  const tiles: Tile[] = [
    {
      name: "Searches",
      value: formatCount(totals.searches),
      note: changeWords(totals.searches, before.searches),
    },
    { name: "People", value: formatCount(summary.people), note: "who agreed to be counted" },
    { name: "With a look", value: formatShare(summary.view_rate) },
    {
      name: "With a booking",
      value: formatShare(summary.booking_rate),
      note: changeWords(totals.booked, before.booked),
    },
    {
      name: "Found nobody",
      value: formatCount(totals.without_results),
      note: changeWords(totals.without_results, before.without_results),
    },
    { name: "Words not known", value: formatCount(totals.not_understood), note: "searches with one" },
    { name: "Results of a search", value: formatDecimal(summary.average_results), note: "on average" },
  ];
  return <Tiles tiles={tiles} />;
}

export function SearchTrend({ points, days }: { points: TrendPoint[]; days: number }) {
  const rows = points.map((point) => ({
    key: point.starts_at,
    label: pointLabel(point, days),
    name: longPointLabel(point, days),
    value: point.searches,
    line: point.viewed,
    booked: point.booked,
  }));
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return (
    <TrendChart
      label={days === 1 ? "Searches of today by hour" : `Searches of ${days} days by day`}
      rows={rows}
      barName="Searches"
      lineName="With a look at somebody"
      columns={[
        { name: days === 1 ? "Hour" : "Day", cell: ({ key }) => byKey.get(key)?.name },
        { name: "Searches", numeric: true, cell: ({ value }) => formatCount(value) },
        { name: "Looked", numeric: true, cell: ({ line }) => formatCount(line) },
        { name: "Booked", numeric: true, cell: ({ key }) => formatCount(byKey.get(key)?.booked ?? 0) },
      ]}
    />
  );
}

export function PopularTables({ popular }: { popular: PopularSearches }) {
  const counts = [
    { name: "Searches", numeric: true, cell: (row: Counted) => formatCount(row.searches) },
    { name: "Found nobody", numeric: true, cell: (row: Counted) => formatCount(row.without_results) },
    { name: "Booked", numeric: true, cell: (row: Counted) => formatCount(row.booked) },
  ];
  return (
    <div className="flex flex-col gap-6">
      <Table
        caption="What people typed"
        rows={popular.queries}
        keyOf={({ q }) => q}
        empty="No words are kept: only of those who agreed."
        columns={[{ name: "Typed", cell: ({ q }) => q, wide: true }, ...counts]}
      />
      <div className="grid gap-6 xl:grid-cols-2">
        <Table
          caption="Subjects"
          rows={popular.subjects}
          keyOf={({ slug }) => slug}
          columns={[{ name: "Subject", cell: ({ name }) => name }, ...counts]}
        />
        <Table
          caption="Neighborhoods"
          rows={popular.neighborhoods}
          keyOf={({ slug }) => slug}
          columns={[{ name: "Neighborhood", cell: ({ name }) => name }, ...counts]}
        />
      </div>
    </div>
  );
}

type Counted = { searches: number; without_results: number; booked: number };

export function ZeroResultsTable({ found }: { found: ZeroResults[] }) {
  return (
    <Table
      caption="Searches that found nobody"
      rows={found}
      keyOf={(row) => `${row.q} ${JSON.stringify(row.understood)}`}
      empty="Every search found somebody."
      columns={[
        { name: "Typed", cell: ({ q }) => q ?? "Words not kept" },
        { name: "Understood as", wide: true, cell: (row) => understoodWords(row) || "Nothing" },
        { name: "Searches", numeric: true, cell: ({ searches }) => formatCount(searches) },
        { name: "Last", numeric: true, cell: (row) => formatInstant(row.last_searched_at) },
      ]}
    />
  );
}

export function SearchSpeed({ speed }: { speed: SearchPerformance }) {
  const rows = speed.days.map((day) => ({
    key: day.starts_at,
    label: pointLabel(day, 2),
    value: day.p50_ms,
    line: day.p95_ms,
  }));
  return (
    <div className="flex flex-col gap-4">
      <Tiles
        tiles={[
          { name: "Average", value: formatMs(speed.average_ms) },
          { name: "Half are faster than", value: formatMs(speed.p50_ms) },
          { name: "95 % are faster than", value: formatMs(speed.p95_ms) },
          {
            name: "Over half a second",
            value: formatCount(speed.slow),
            note: `of ${formatCount(speed.searches)}`,
          },
        ]}
      />
      {rows.length > 0 && (
        <TrendChart
          label="Time for an answer by day"
          rows={rows}
          barName="Half are faster"
          lineName="95 % are faster"
          format={formatMs}
          columns={[
            { name: "Day", cell: ({ label }) => label },
            { name: "Half", numeric: true, cell: ({ value }) => formatMs(value) },
            { name: "95 %", numeric: true, cell: ({ line }) => formatMs(line) },
          ]}
        />
      )}
    </div>
  );
}
