import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { flushSync } from "react-dom";
import type { Stroke } from "../editor";
import { type Cell, cellState, moveByKey, strokeBetween } from "../grid";
import type { WeekHours } from "../model";
import { useHold } from "./use-hold";

type Painting = { from: Cell; to: Cell; on: boolean };

type Options = {
  hours: WeekHours;
  dates: readonly string[];
  starts: readonly number[];
  editable: (date: string) => boolean;
  onStroke: (stroke: Stroke) => void;
};

const USUAL_START = 540;

/** The cell below a pointer: a captured pointer reports the element where it began. */
function cellAt({ clientX, clientY }: PointerEvent): Cell | null {
  const element = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>("[data-date]");
  const { date, start } = element?.dataset ?? {};
  return date && start ? { date, start: Number(start) } : null;
}

/** Painting by drag, by finger and by keyboard: a rectangle of days and half hours, shown while it is drawn. */
export function usePainting({ hours, dates, starts, editable, onStroke }: Options) {
  const [lastFocused, setFocused] = useState<Cell>({
    date: dates.find(editable) ?? dates[0] ?? "",
    start: USUAL_START,
  });
  // Early hours may have been put away since.
  const focused = { ...lastFocused, start: Math.max(lastFocused.start, starts[0] ?? 0) };
  const [painting, setPainting] = useState<Painting | null>(null);
  const hold = useHold();
  const turnsOn = (cell: Cell) => cellState(hours[cell.date] ?? [], cell.start) !== "on";

  const strokeOf = ({ from, to, on }: Painting): Stroke => {
    const stroke = strokeBetween(from, to, dates, on);
    return { ...stroke, dates: stroke.dates.filter(editable) };
  };

  function toggle(cell: Cell) {
    setFocused(cell);
    if (editable(cell.date)) onStroke(strokeBetween(cell, cell, dates, turnsOn(cell)));
  }

  function draw(cell: Cell) {
    setFocused(cell);
    setPainting({ from: cell, to: cell, on: turnsOn(cell) });
  }

  function begin(event: PointerEvent<HTMLElement>) {
    const cell = cellAt(event);
    if (event.button !== 0 || !event.isPrimary || !cell || !editable(cell.date)) return;
    if (event.pointerType === "touch") return hold.wait(event, () => draw(cell));
    event.currentTarget.setPointerCapture(event.pointerId);
    draw(cell);
  }

  function extend(event: PointerEvent<HTMLElement>) {
    hold.moved(event);
    const cell = painting && cellAt(event);
    if (cell) setPainting({ ...painting, to: cell });
  }

  function finish(to: Cell | null) {
    if (painting) onStroke(strokeOf({ ...painting, to: to ?? painting.to }));
    setPainting(null);
  }

  function lift(event: PointerEvent<HTMLElement>) {
    const cell = cellAt(event);
    if (!hold.lifted()) return finish(cell);
    if (cell) toggle(cell);
  }

  function move(event: KeyboardEvent<HTMLElement>, to: Cell) {
    event.preventDefault();
    const grid = event.currentTarget;
    // The day may have to come into sight before it can take the focus.
    flushSync(() => {
      if (event.shiftKey && editable(focused.date)) {
        setPainting({ from: painting?.from ?? focused, to, on: painting?.on ?? turnsOn(focused) });
      }
      setFocused(to);
    });
    grid.querySelector<HTMLElement>(`[data-date="${to.date}"][data-start="${to.start}"]`)?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const to = moveByKey(event.key, focused, dates, starts);
    if (to) return move(event, to);
    if (event.key === "Escape") setPainting(null);
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (event.repeat) return;
    if (painting) finish(null);
    else toggle(focused);
  }

  return {
    focused,
    showDay: (date: string) => setFocused({ ...focused, date }),
    stroke: painting && strokeOf(painting),
    surface: hold.surface,
    handlers: {
      onPointerDown: begin,
      onPointerMove: extend,
      onPointerUp: lift,
      onPointerCancel: () => {
        hold.lifted();
        setPainting(null);
      },
      onKeyDown,
      // Letting go of Shift ends a stroke drawn with the arrows.
      onKeyUp: (event: KeyboardEvent<HTMLElement>) => event.key === "Shift" && finish(null),
    },
  };
}
