"use client";

import { type Dispatch, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { cx } from "@/lib/cx";
import type { ClockChanges } from "../clock";
import type { EditorAction } from "../editor";
import { EARLY_END } from "../grid";
import type { WeekHours } from "../model";
import type { BookedByDate } from "../queries";
import type { DayNames } from "../usual";
import { HoursList } from "./hours-list";
import { WeekGrid } from "./week-grid";

type HoursBoardProps = {
  hours: WeekHours;
  /** Days that the usual week leaves alone. */
  edited?: readonly string[];
  booked?: BookedByDate;
  clock?: ClockChanges;
  dates: readonly string[];
  today: string;
  names: DayNames;
  dispatch: Dispatch<EditorAction>;
};

type View = "paint" | "type";

const VIEWS: { id: View; name: string }[] = [
  { id: "paint", name: "Paint" },
  { id: "type", name: "Type" },
];
const NONE = {};
const NO_DAYS: readonly string[] = [];

/** Seven days: the grid and the same hours as text beside it; on phones one of the two at a time. */
export function HoursBoard(props: HoursBoardProps) {
  const { dispatch, edited = NO_DAYS, booked = NONE, clock = NONE, ...days } = props;
  const [view, setView] = useState<View>("paint");
  const opensEarly = Object.values(days.hours).some((ranges) =>
    ranges.some(({ start }) => start < EARLY_END),
  );
  const [early, setEarly] = useState(opensEarly);
  return (
    <>
      <ToggleGroup
        label="How to set hours"
        options={VIEWS}
        selected={view}
        onChange={(id) => setView(id as View)}
        className="self-start lg:hidden"
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section aria-label="Paint your hours" className={cx("min-w-0", view !== "paint" && "max-lg:hidden")}>
          <Checkbox isSelected={early} onChange={setEarly}>
            Show midnight to 6 AM
          </Checkbox>
          <WeekGrid
            {...days}
            edited={edited}
            booked={booked}
            clock={clock}
            withEarlyHours={early}
            onStroke={(stroke) => dispatch({ type: "painted", stroke })}
          />
        </section>
        <section
          aria-labelledby="typed-hours"
          className={cx("flex flex-col gap-4", view !== "type" && "max-lg:hidden")}
        >
          <div>
            <h2 id="typed-hours" className="text-lg font-bold">
              Your hours as text
            </h2>
            <p className="text-sm text-soft">For example: 9-12, 2pm-5:30pm</p>
          </div>
          <HoursList
            {...days}
            edited={edited}
            booked={booked}
            clock={clock}
            onChange={(date, ranges) => dispatch({ type: "dayChanged", date, ranges })}
          />
        </section>
      </div>
    </>
  );
}
