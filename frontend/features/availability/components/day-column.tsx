import { memo } from "react";
import { cx } from "@/lib/cx";
import { formatLongWeekday } from "@/lib/time";
import type { ClockChange } from "../clock";
import type { Stroke } from "../editor";
import { type CellState, cellRange, cellState, inStroke, isTaken } from "../grid";
import { CELL, describe, type Range, toRange } from "../model";
import type { BookedTime } from "../queries";

type DayColumnProps = {
  date: string;
  name: string;
  clock: ClockChange | undefined;
  ranges: readonly Range[];
  booked: readonly BookedTime[];
  starts: readonly number[];
  editable: boolean;
  focusedStart: number | null;
  /** On phones one day is shown at a time. */
  shown: boolean;
  stroke: Stroke | null;
};

/** One day of the grid; drawn anew only when something of this day changed. */
export const DayColumn = memo(function DayColumn(props: DayColumnProps) {
  const { date, name, clock, ranges, booked, starts, editable, focusedStart, shown, stroke } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
    <div
      role="row"
      aria-label={name}
      className={cx("relative border-l border-line", !editable && "bg-mist", !shown && "max-md:hidden")}
    >
      {starts.map((start) => (
        <HalfHour
          key={start}
          date={date}
          start={start}
          state={inStroke(stroke, { date, start }) ? (stroke?.on ? "on" : "off") : cellState(ranges, start)}
          clock={clock && isTaken(start, clock.range) ? clock.kind : undefined}
          lesson={booked.find((lesson) => isTaken(start, toRange(lesson)))}
          drawn={inStroke(stroke, { date, start })}
          editable={editable}
          focused={focusedStart === start}
        />
      ))}
      {booked.map((lesson) => (
        <Lesson key={lesson.booking_id} lesson={lesson} firstStart={starts[0] ?? 0} />
      ))}
    </div>
  );
});

type HalfHourProps = {
  date: string;
  start: number;
  state: CellState;
  clock: ClockChange["kind"] | undefined;
  lesson: BookedTime | undefined;
  drawn: boolean;
  editable: boolean;
  focused: boolean;
};

const CLOCK_WORDS = { skipped: "skipped by the clock", repeated: "comes twice" } as const;

function nameOf({ date, start, state, clock, lesson }: HalfHourProps): string {
  const words = [`${formatLongWeekday(date)}, ${describe(cellRange(start))}`];
  if (state === "partly") words.push("partly open");
  if (clock) words.push(CLOCK_WORDS[clock]);
  if (lesson) words.push(`lesson with ${lesson.student_display_name}`);
  return words.join(", ");
}

function HalfHour(props: HalfHourProps) {
  const { date, start, clock, drawn, focused } = props;
  const lost = clock === "skipped";
  const editable = props.editable && !lost;
  const state = lost ? "off" : props.state;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    <div
      role="gridcell"
      tabIndex={focused ? 0 : -1}
      aria-selected={state === "on"}
      aria-disabled={!editable || undefined}
      aria-label={nameOf(props)}
      data-date={date}
      data-start={start}
      className={cx(
        "h-(--cell) outline-offset-[-3px]",
        start % 60 === 0 ? "border-t border-line" : "border-t border-transparent",
        editable && "cursor-cell",
        editable && state !== "on" && "hover:bg-blue-wash",
        state === "on" && (editable ? "bg-green-wash" : "bg-line"),
        state === "on" && editable && "shadow-[inset_4px_0_0_var(--color-green)]",
        state === "partly" && "bg-[linear-gradient(135deg,var(--color-green-wash)_50%,transparent_50%)]",
        drawn && "bg-blue-wash",
        lost && "bg-[repeating-linear-gradient(135deg,var(--color-line)_0_2px,transparent_2px_8px)]",
      )}
    />
  );
}

/**
 * A lesson stands above the paint: hours may change around it, it stays.
 * What it says is in the names of the half hours below it, and in the list.
 */
function Lesson({ lesson, firstStart }: { lesson: BookedTime; firstStart: number }) {
  const { start, end } = toRange(lesson);
  const top = Math.max(start, firstStart);
  if (end <= top) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute left-2 right-1 overflow-hidden rounded-[0.25rem] bg-blue px-1.5 text-sm font-semibold leading-tight text-on-blue"
      style={{
        top: `calc(var(--cell) * ${(top - firstStart) / CELL} + 1px)`,
        height: `calc(var(--cell) * ${(end - top) / CELL} - 2px)`,
      }}
    >
      <span className="block truncate pt-0.5">{lesson.student_display_name}</span>
    </div>
  );
}
