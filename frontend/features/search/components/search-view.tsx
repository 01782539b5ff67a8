import { Chips } from "@/features/search/components/chips";
import { Filters } from "@/features/search/components/filters";
import { MapDisclosure, MapPanel } from "@/features/search/components/map-panel";
import { NothingFound } from "@/features/search/components/nothing-found";
import { Results } from "@/features/search/components/results";
import { filtersFor } from "@/features/search/filters";
import { chipsOf, type Names, type SearchState } from "@/features/search/model";
import { otherDays, waysOut, wishOf } from "@/features/search/ways";
import type { Kept } from "@/lib/favorites";
import { todayIn } from "@/lib/time";
import type { Borough, SearchAnswer } from "@/lib/types";
import { plural } from "@/lib/words";

type SearchViewProps = {
  answer: SearchAnswer;
  state: SearchState;
  names: Names;
  boroughs: Borough[];
  kept: Kept;
};

export function SearchView({ answer, state, names, boroughs, kept }: SearchViewProps) {
  const today = todayIn();
  const { understood } = answer;
  const chips = chipsOf(state, understood, names, today);
  const map = { state, understood, names: names.areas };
  return (
    <div className="flex flex-col gap-4">
      <Chips chips={chips} unrecognized={understood.unrecognized} />
      <Filters filters={filtersFor(understood, today, boroughs)} state={state} understood={understood} />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex flex-col gap-4">
          <MapDisclosure {...map}>
            <div role="status">
              <h2 className="text-lg font-bold tabular">{plural(answer.total, "instructor")}</h2>
            </div>
          </MapDisclosure>
          {answer.results.length === 0 ? (
            <NothingFound
              ways={waysOut(answer, chips)}
              days={otherDays(answer, state)}
              wish={wishOf(understood)}
            />
          ) : (
            <Results answer={answer} state={state} names={names} today={today} kept={kept} />
          )}
        </div>
        <MapPanel {...map} />
      </div>
    </div>
  );
}
