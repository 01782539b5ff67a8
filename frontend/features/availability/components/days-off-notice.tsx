import Link from "next/link";
import { Notice } from "@/components/ui/states";
import type { DayOff } from "@/lib/types";
import { spanOf, timesOff } from "../days-off";
import { datesOf } from "../model";

type DaysOffNoticeProps = { daysOff: readonly DayOff[]; weekStart: string };

/** Hours of these days are kept, and offered to nobody. */
export function DaysOffNotice({ daysOff, weekStart }: DaysOffNoticeProps) {
  const dates = datesOf(weekStart);
  const here = timesOff(daysOff.filter(({ date }) => dates.includes(date)));
  if (here.length === 0) return null;
  return (
    <Notice>
      <p>
        <span className="font-semibold">Off: </span>
        {here.map(({ from, to, reason }) => `${spanOf(from, to)}${reason && ` (${reason})`}`).join("; ")}.{" "}
        <Link href="/calendar/days-off" className="font-semibold text-blue underline">
          Days off
        </Link>
      </p>
    </Notice>
  );
}
