"use client";

import { cx } from "@/lib/cx";
import { formatTime, formatWeekday, fromMinutes } from "@/lib/time";
import { type ClockChanges, isLost, minutesOf } from "../clock";
import type { Stroke } from "../editor";
import { cellStarts } from "../grid";
import type { WeekHours } from "../model";
import type { BookedByDate } from "../queries";
import type { DayNames } from "../usual";
import { DayColumn } from "./day-column";
import { DayTabs } from "./day-tabs";
import { usePainting } from "./use-painting";

type WeekGridProps = {
  hours: WeekHours;
  edited: readonly string[];
  booked: BookedByDate;
  clock: ClockChanges;
  dates: readonly string[];
  today: string;
  names: DayNames;
  withEarlyHours: boolean;
  onStroke: (stroke: Stroke) => void;
};

const COLUMNS = "grid grid-cols-[3.25rem_minmax(0,1fr)] md:grid-cols-[3.25rem_repeat(7,minmax(0,1fr))]";

/**
 * Seven columns of half hours; on phones one of them, chosen above it.
 * Painted with the pointer, by holding a finger and drawing, or with arrows, Space and Shift.
 */
export function WeekGrid(props: WeekGridProps) {
  const { hours, edited, booked, clock, dates, today, names, withEarlyHours, onStroke } = props;
  const starts = cellStarts(withEarlyHours);
  const editable = (date: string) => date >= today;
  const { focused, showDay, stroke, handlers, surface } = usePainting({
    hours,
    dates,
    starts,
    editable,
    onStroke: (stroke) =>
      onStroke({ ...stroke, dates: stroke.dates.filter((date) => !isLost(stroke.range, clock[date])) }),
  });
  const days = { dates, today, hours, edited, clock, names };
  return (
    <div className="[--cell:2.75rem] md:[--cell:1.5rem]">
      <DayTabs {...days} shown={focused.date} onShow={showDay} />
      <DayHeadings {...days} />
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot hold lessons across its rows */}
      <div
        ref={surface}
        role="grid"
        aria-label="Hours of the week"
        aria-describedby="grid-help"
        aria-multiselectable
        className={cx(COLUMNS, "touch-pan-y select-none pt-2 [-webkit-touch-callout:none]")}
        {...handlers}
      >
        <HourLabels starts={starts} />
        {dates.map((date) => (
          <DayColumn
            key={date}
            date={date}
            name={edited.includes(date) ? `${names.long(date)}, edited by hand` : names.long(date)}
            clock={clock[date]}
            ranges={hours[date] ?? NONE}
            booked={booked[date] ?? NONE}
            starts={starts}
            editable={editable(date)}
            focusedStart={focused.date === date ? focused.start : null}
            shown={focused.date === date}
            stroke={stroke?.dates.includes(date) ? stroke : null}
          />
        ))}
      </div>
      <p id="grid-help" className="sr-only">
        Arrow keys move, Space turns a half hour on or off, Shift with arrows paints a stretch, Escape lets it
        be.
      </p>
    </div>
  );
}

const NONE: never[] = [];

type DayHeadingsProps = Pick<WeekGridProps, "dates" | "today" | "hours" | "edited" | "clock" | "names">;

function DayHeadings({ dates, today, hours, edited, clock, names }: DayHeadingsProps) {
  return (
    <div
      aria-hidden
      className={cx(COLUMNS, "sticky top-[4.625rem] z-10 border-b border-line bg-paper max-md:hidden")}
    >
      <span />
      {dates.map((date) => (
        <span
          key={date}
          className={cx(
            "flex flex-col items-center py-2 text-sm font-semibold",
            date < today && "text-soft",
            date === today && "text-blue",
          )}
        >
          {formatWeekday(date)}
          <span className="tabular text-lg font-bold">{names.number(date)}</span>
          <span className="tabular font-normal text-soft">
            {hoursWord(minutesOf({ [date]: hours[date] ?? [] }, clock))}
          </span>
          {edited.includes(date) && <span className="font-normal text-soft">by hand</span>}
        </span>
      ))}
    </div>
  );
}

const hoursWord = (minutes: number): string => (minutes === 0 ? "–" : `${minutes / 60} h`);

function HourLabels({ starts }: { starts: readonly number[] }) {
  return (
    <div aria-hidden>
      {starts.map((start) => (
        <div key={start} className="relative h-(--cell) text-sm text-soft">
          {start % 60 === 0 && (
            <span className="tabular absolute -top-2.5 right-2 whitespace-nowrap">
              {formatTime(fromMinutes(start)).replace(":00", "")}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}
