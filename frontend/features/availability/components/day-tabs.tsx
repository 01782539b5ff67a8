"use client";

import { Pencil } from "lucide-react";
import { cx } from "@/lib/cx";
import { formatDuration, formatWeekday } from "@/lib/time";
import { type ClockChanges, minutesOf } from "../clock";
import type { WeekHours } from "../model";
import type { DayNames } from "../usual";

type DayTabsProps = {
  dates: readonly string[];
  today: string;
  shown: string;
  hours: WeekHours;
  edited: readonly string[];
  clock: ClockChanges;
  names: DayNames;
  onShow: (date: string) => void;
};

/** Which day a phone shows; a bar below a day says that it has hours. */
export function DayTabs({ dates, today, shown, hours, edited, clock, names, onShow }: DayTabsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      role="group"
      aria-label="Day"
      className="sticky top-[4.625rem] z-10 -mx-4 grid grid-cols-7 border-b border-line bg-paper px-2 sm:-mx-6 md:hidden"
    >
      {dates.map((date) => {
        const minutes = minutesOf({ [date]: hours[date] ?? [] }, clock);
        return (
          <button
            key={date}
            type="button"
            aria-pressed={date === shown}
            onClick={() => onShow(date)}
            className={cx(
              "my-1 flex min-h-14 flex-col items-center justify-center rounded-control text-sm font-semibold",
              date === shown ? "bg-ink text-paper" : date < today ? "text-soft" : "text-ink",
            )}
          >
            {formatWeekday(date)}{" "}
            <span className="tabular relative text-lg font-bold leading-tight">
              {names.number(date)}
              {edited.includes(date) && (
                <Pencil aria-hidden size={12} className="absolute left-full top-1 ml-0.5" />
              )}
            </span>
            <span className="sr-only">
              , {minutes === 0 ? "no hours" : formatDuration(minutes)}
              {edited.includes(date) && ", edited by hand"}
            </span>
            <span
              aria-hidden
              className={cx("h-1 w-5 rounded-full", minutes > 0 ? "bg-green" : "bg-transparent")}
            />
          </button>
        );
      })}
    </div>
  );
}
