import { expect, it } from "vitest";
import { freeHours } from "@/lib/free-hours";

it("adds up a day's free hours, and counts none where no lesson fits", () => {
  const hours = (start_time: string, end_time: string) => ({ start_time, end_time });
  const days = [
    { date: "2027-03-02", free: [hours("09:00", "10:45"), hours("20:00", "24:00")], starts: ["09:00"] },
    { date: "2027-03-03", free: [hours("09:00", "09:30")], starts: [] },
    { date: "2027-03-04", free: [hours("09:00", "12:00")], starts: null },
  ];
  expect(freeHours(days).map((day) => day.hours)).toEqual([5.5, 0, 3]);
});
