import { historyLines } from "@/lib/booking-history";
import type { BookingDetail } from "@/lib/types";

/** What happened to a lesson, oldest first. */
export function BookingHistory({ booking }: { booking: BookingDetail }) {
  return (
    <ol className="flex flex-col gap-3">
      {historyLines(booking).map((line) => (
        <li key={line.key} className="border-l-4 border-line pl-3">
          <p className="font-semibold">{line.what}</p>
          <p className="text-sm text-soft tabular">{line.when}</p>
          {line.detail && <p className="text-sm tabular">{line.detail}</p>}
        </li>
      ))}
    </ol>
  );
}
