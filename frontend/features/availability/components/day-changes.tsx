import { type DayChange, describe, type Range } from "../model";
import type { DayNames } from "../usual";

type DayChangesProps = { days: readonly DayChange[]; names: DayNames };

/** What opens and what closes, day by day. */
export function DayChanges({ days, names }: DayChangesProps) {
  return (
    <ul className="flex flex-col gap-3">
      {days.map(({ date, added, removed }) => (
        <li key={date}>
          <p className="font-semibold">{names.short(date)}</p>
          <Changed ranges={added} sign="+" word="Open" className="text-green" />
          <Changed ranges={removed} sign="−" word="Closed" className="text-red" />
        </li>
      ))}
    </ul>
  );
}

type ChangedProps = { ranges: readonly Range[]; sign: string; word: string; className: string };

function Changed({ ranges, sign, word, className }: ChangedProps) {
  return ranges.map((range) => (
    <p key={range.start} className={`tabular ${className}`}>
      <span aria-hidden>{sign} </span>
      <span className="sr-only">{word} </span>
      {describe(range)}
    </p>
  ));
}
