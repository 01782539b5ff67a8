import type { ReactNode } from "react";

export type Tile = { name: string; value: ReactNode; note?: ReactNode };

/** Figures that are read one by one. */
export function Tiles({ tiles }: { tiles: Tile[] }) {
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-4">
      {tiles.map(({ name, value, note }) => (
        <div key={name} className="flex flex-col rounded-card bg-mist p-4">
          <dt className="text-sm text-soft">{name}</dt>
          <dd className="text-xl font-extrabold tabular">{value}</dd>
          {note && <dd className="text-sm text-soft tabular">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
