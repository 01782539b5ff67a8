"use client";

import { CheckboxGroup } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { type Days, datesWords, hoursWith, type WishForm, waitEnds } from "@/features/waitlist/model";
import { formatDate, formatTime } from "@/lib/time";
import { WEEKDAY_NAMES } from "@/lib/words";

type WishDaysProps = { values: WishForm; change: (part: Partial<WishForm>) => void; today: string };

const WEEKDAYS = Object.entries(WEEKDAY_NAMES).map(([id, name]) => ({ id, name }));
const LAST_HOUR = 23;
const HOURS = 24;

const named = (times: string[]) => times.map((id) => ({ id, name: formatTime(id) }));

/** On which days, between which times, until when. */
export function WishDays({ values, change, today }: WishDaysProps) {
  const { days, dates, weekdays, start, end, until } = values;
  const kinds = [
    { id: "any", name: "Any day" },
    { id: "weekdays", name: "Some days of the week" },
    ...(dates.length > 0 ? [{ id: "dates", name: datesWords(dates) }] : []),
  ];
  return (
    <div className="flex flex-col gap-5">
      <RadioGroup
        label="Days"
        layout="row"
        options={kinds}
        value={days}
        onChange={(id) => change({ days: id as Days })}
      />
      {days === "weekdays" && (
        <CheckboxGroup
          label="Days of the week"
          options={WEEKDAYS}
          value={weekdays}
          onChange={(ids) => change({ weekdays: ids })}
          error={weekdays.length === 0 ? "Choose a day, or any day above." : undefined}
        />
      )}
      <div className="grid max-w-form grid-cols-2 gap-4">
        <Select
          label="Not before"
          options={named(hoursWith(0, LAST_HOUR, start))}
          value={start}
          onChange={(time) => change({ start: time })}
        />
        <Select
          label="Over by"
          options={named(hoursWith(1, HOURS, end))}
          value={end}
          onChange={(time) => change({ end: time })}
        />
      </div>
      {days !== "dates" && (
        <Select
          label="Wait until"
          options={waitEnds(today).map((id) => ({ id, name: formatDate(id) }))}
          value={until}
          onChange={(date) => change({ until: date })}
          className="max-w-form"
        />
      )}
    </div>
  );
}
