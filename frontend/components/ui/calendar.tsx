"use client";

import { type CalendarDate, parseDate } from "@internationalized/date";
import { ChevronLeft, ChevronRight } from "lucide-react";
import {
  Calendar as AriaCalendar,
  Button,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
  I18nProvider,
} from "react-aria-components";

type CalendarProps = {
  label: string;
  /** "YYYY-MM-DD" */
  value: string | null;
  onChange: (date: string) => void;
  /** The first day of the month shown. */
  month: string;
  onMonthChange: (firstDay: string) => void;
  min: string;
  max: string;
  isAvailable: (date: string) => boolean;
};

const arrow = "grid size-11 place-items-center rounded-control hover:bg-mist disabled:opacity-30";
const cell =
  "relative mx-auto grid size-11 cursor-pointer place-items-center rounded-full text-base font-semibold tabular " +
  "hover:bg-mist focus-visible:outline-3 focus-visible:outline-offset-1 focus-visible:outline-blue " +
  "data-[unavailable]:cursor-not-allowed data-[unavailable]:font-normal data-[unavailable]:text-soft data-[unavailable]:hover:bg-transparent " +
  "disabled:cursor-not-allowed disabled:font-normal disabled:text-soft/60 outside-month:invisible " +
  "selected:bg-ink selected:text-paper";

const toValue = (date: string): CalendarDate => parseDate(date);

/** A month; days that can be chosen are bold and carry a dot, the others cannot be pressed. */
export function Calendar({
  label,
  value,
  onChange,
  month,
  onMonthChange,
  min,
  max,
  isAvailable,
}: CalendarProps) {
  return (
    <I18nProvider locale="en-US">
      <AriaCalendar
        aria-label={label}
        value={value ? toValue(value) : null}
        onChange={(date) => onChange(date.toString())}
        focusedValue={toValue(value?.startsWith(month.slice(0, 7)) ? value : month < min ? min : month)}
        onFocusChange={(date) => onMonthChange(`${date.toString().slice(0, 7)}-01`)}
        minValue={toValue(min)}
        maxValue={toValue(max)}
        isDateUnavailable={(date) => !isAvailable(date.toString())}
      >
        <header className="mb-2 flex items-center justify-between">
          <Button slot="previous" className={arrow}>
            <ChevronLeft aria-hidden size={22} />
          </Button>
          <Heading className="text-lg font-bold" />
          <Button slot="next" className={arrow}>
            <ChevronRight aria-hidden size={22} />
          </Button>
        </header>
        <CalendarGrid className="w-full table-fixed border-separate border-spacing-y-1">
          <CalendarGridHeader>
            {(day) => (
              <CalendarHeaderCell className="pb-1 text-sm font-medium text-soft">{day}</CalendarHeaderCell>
            )}
          </CalendarGridHeader>
          <CalendarGridBody>
            {(date) => (
              <CalendarCell date={date} className={cell}>
                {({ formattedDate, isUnavailable, isDisabled, isSelected }) => (
                  <>
                    {formattedDate}
                    {!isUnavailable && !isDisabled && (
                      <span
                        aria-hidden
                        className={`absolute bottom-1 size-1.5 rounded-full ${isSelected ? "bg-taxi" : "bg-green"}`}
                      />
                    )}
                  </>
                )}
              </CalendarCell>
            )}
          </CalendarGridBody>
        </CalendarGrid>
      </AriaCalendar>
    </I18nProvider>
  );
}
