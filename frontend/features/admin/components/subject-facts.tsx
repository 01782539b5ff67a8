import { hoursWords, pricesWords, weekdaysWords } from "@/features/admin/analytics";
import { Table } from "@/features/admin/components/table";
import { formatCount, formatDecimal } from "@/features/admin/figures";
import type { SubjectFacts } from "@/features/admin/types";

const none = "None yet";

/** Demand and supply of each subject, side by side. */
export function SubjectTable({ subjects }: { subjects: SubjectFacts[] }) {
  return (
    <Table
      caption="Subjects"
      rows={subjects}
      keyOf={({ subject }) => subject}
      columns={[
        { name: "Subject", cell: ({ name }) => name },
        { name: "Searches", numeric: true, cell: ({ searches }) => formatCount(searches) },
        { name: "Found nobody", numeric: true, cell: (row) => formatCount(row.without_results) },
        { name: "Bookings", numeric: true, cell: ({ bookings }) => formatCount(bookings) },
        { name: "Instructors", numeric: true, cell: ({ instructors }) => formatCount(instructors) },
        {
          name: "Searches an instructor",
          numeric: true,
          cell: ({ searches_per_instructor: demand }) =>
            demand === null ? "Nobody teaches it" : formatDecimal(demand),
        },
        { name: "Hourly rate, 25 / 50 / 75 %", numeric: true, cell: pricesWords },
        { name: "Busiest hours", wide: true, cell: (row) => hoursWords(row.peak_hours) || none },
        {
          name: "Busiest days",
          cell: (row) => (
            <span className="whitespace-nowrap">{weekdaysWords(row.peak_weekdays) || none}</span>
          ),
        },
      ]}
    />
  );
}
