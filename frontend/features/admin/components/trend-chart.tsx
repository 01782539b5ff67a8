import { bars, linePoints, niceMax } from "@/features/admin/chart";
import { Figures } from "@/features/admin/components/figures-table";
import type { Column } from "@/features/admin/components/table";
import { formatCount } from "@/features/admin/figures";

export type TrendRow = { key: string; label: string; value: number; line: number };

type TrendChartProps = {
  /** What it shows, in words: the name of the picture. */
  label: string;
  rows: TrendRow[];
  barName: string;
  lineName: string;
  format?: (value: number) => string;
  columns: Column<TrendRow>[];
};

/** Bars with a line over them. Every figure stands in the table below as well. */
export function TrendChart(props: TrendChartProps) {
  const { label, rows, barName, lineName, columns, format = formatCount } = props;
  const [values, line] = [rows.map(({ value }) => value), rows.map((row) => row.line)];
  const max = niceMax([...values, ...line]);
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-wrap gap-x-6 text-sm font-semibold">
        <li className="flex items-center gap-2">
          <span aria-hidden className="size-3 bg-shade-3" />
          {barName}
        </li>
        <li className="flex items-center gap-2">
          <span aria-hidden className="h-1 w-4 bg-ink" />
          {lineName}
        </li>
      </ul>
      <div className="border-b-2 border-ink">
        <p aria-hidden className="border-t border-line text-sm text-soft tabular">
          {format(max)}
        </p>
        <svg
          role="img"
          aria-label={label}
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="h-44 w-full"
        >
          {bars(values, max).map((bar, index) => (
            <rect key={rows[index]?.key} {...bar} className="fill-shade-3" />
          ))}
          <polyline
            points={linePoints(line, max)}
            vectorEffect="non-scaling-stroke"
            className="fill-none stroke-ink stroke-2"
          />
        </svg>
      </div>
      <p aria-hidden className="flex justify-between text-sm text-soft tabular">
        <span>{rows[0]?.label}</span>
        <span>{rows.at(-1)?.label}</span>
      </p>
      <Figures caption={label} columns={columns} rows={rows} keyOf={({ key }) => key} />
    </div>
  );
}
