import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

export type Column<T> = { name: string; cell: (row: T) => ReactNode; numeric?: boolean; wide?: boolean };

export type TableProps<T> = {
  caption: string;
  columns: Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  empty?: string;
};

/** Figures to compare. The first column names the row; on a narrow screen the table scrolls by itself. */
export function Table<T>({ caption, columns, rows, keyOf, empty = "Nothing yet." }: TableProps<T>) {
  if (rows.length === 0) return <p className="rounded-card bg-mist p-4 text-soft">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section aria-label={caption} tabIndex={0} className="relative overflow-x-auto">
      <table className="w-full border-collapse text-sm tabular">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b-2 border-ink">
            {columns.map(({ name, numeric }) => (
              <th
                key={name}
                scope="col"
                className={cx(
                  "px-2 py-2 font-semibold first:pl-0 last:pr-0",
                  numeric ? "text-right" : "text-left",
                )}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, index) => (
                <Cell key={column.name} column={column} row={row} isHead={index === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell<T>({ column, row, isHead }: { column: Column<T>; row: T; isHead: boolean }) {
  const { numeric, wide, cell } = column;
  const look = cx(
    "px-2 py-2 align-top font-normal first:pl-0 last:pr-0",
    numeric ? "whitespace-nowrap text-right" : "text-left",
    wide && "min-w-40 break-words md:min-w-60",
  );
  return isHead ? (
    <th scope="row" className={cx(look, "min-w-28 font-semibold")}>
      {cell(row)}
    </th>
  ) : (
    <td className={look}>{cell(row)}</td>
  );
}
