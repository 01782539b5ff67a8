"use client";

import { RadioGroup as AriaRadioGroup, Radio } from "react-aria-components";
import { Notice } from "@/components/ui/states";
import { groupStarts } from "@/features/booking/model";
import { formatLongDate, formatTime } from "@/lib/time";
import { plural } from "@/lib/words";

type DayStartsProps = {
  date: string | null;
  starts: string[];
  chosen: string | null;
  /** What somebody else just took while the reader looked. */
  news: string;
  /** The reader's own: they were confirming it a moment ago. */
  kept: string | null;
  /** A start that was asked for and is gone. */
  missed: string | null;
  onChoose: (start: string) => void;
};

const tile =
  "grid min-h-12 cursor-pointer place-items-center rounded-control border border-edge px-2 font-semibold tabular " +
  "hover:bg-mist focus-visible:outline-3 focus-visible:outline-offset-2 focus-visible:outline-blue " +
  "selected:border-ink selected:bg-ink selected:text-paper";

/** The chosen day's starts: morning, afternoon, evening. Arrows move, Enter goes on. */
export function DayStarts({ date, starts, chosen, kept, news, missed, onChoose }: DayStartsProps) {
  if (!date) {
    return (
      <section aria-label="Time" className="rounded-card bg-mist p-5">
        <p className="font-semibold">Choose a day</p>
        <p className="text-soft">Days with a dot have free times.</p>
      </section>
    );
  }
  return (
    <section aria-label="Time" className="flex flex-col gap-4">
      <div>
        <h2 className="text-lg font-bold">{formatLongDate(date)}</h2>
        <p role="status" className="text-sm text-soft">
          {news && <strong className="text-ink">{news} </strong>}
          {plural(starts.length, "free time")}
        </p>
      </div>
      {missed && <Notice tone="error">{formatTime(missed)} is not free any more. These are.</Notice>}
      <AriaRadioGroup
        aria-label={`Times on ${formatLongDate(date)}`}
        value={chosen}
        onChange={onChoose}
        className="flex flex-col gap-4"
      >
        {groupStarts(starts).map((group) => (
          <div key={group.name}>
            <h3 className="mb-2 text-sm font-semibold text-soft">{group.name}</h3>
            <div className="grid grid-cols-3 gap-2">
              {group.starts.map((start) => (
                <Radio key={start} value={start} className={tile}>
                  {formatTime(start)}
                  {start === kept && <span className="text-sm font-normal">kept for you</span>}
                </Radio>
              ))}
            </div>
          </div>
        ))}
      </AriaRadioGroup>
    </section>
  );
}
