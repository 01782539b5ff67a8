"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { PillSelect } from "@/components/ui/pill-select";
import { type Filter, isAny, isAsSaid } from "@/features/search/filters";
import { type SearchState, searchPath, withFilter } from "@/features/search/model";
import { useMapOpen } from "@/features/search/use-map-open";
import type { Understood } from "@/lib/types";

type FiltersProps = { filters: Filter[]; state: SearchState; understood: Understood };

const SORTS = [
  { id: "best", name: "Best match first" },
  { id: "soonest", name: "Soonest first" },
  { id: "price", name: "Lowest price first" },
  { id: "rating", name: "Best rated first" },
];

/** Each choice is a new address; going back undoes it. */
export function Filters({ filters, state, understood }: FiltersProps) {
  const router = useRouter();
  const { open } = useMapOpen();
  const [pending, start] = useTransition();
  const go = (next: SearchState) => start(() => router.push(searchPath(next, open), { scroll: false }));
  const choose = (filter: Filter, id: string) => {
    const chosen = filter.options.find((option) => option.id === id);
    if (chosen && !isAsSaid(id)) go(withFilter(state, understood, filter.group, chosen.values));
  };
  const sort = (id: string) => {
    const { sort: _sort, offset: _offset, ...rest } = state;
    go(id === "best" ? rest : { ...rest, sort: [id] });
  };
  return (
    <div
      className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 sm:mx-0 sm:flex-wrap sm:px-0"
      aria-busy={pending}
    >
      {filters.map((filter) => (
        <PillSelect
          key={filter.group}
          label={filter.label}
          options={filter.options}
          value={filter.value}
          isSet={!isAny(filter.value)}
          onChange={(id) => choose(filter, id)}
        />
      ))}
      <PillSelect label="Order" options={SORTS} value={state.sort?.[0] ?? "best"} onChange={sort} />
    </div>
  );
}
