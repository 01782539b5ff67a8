import Link from "next/link";
import { spoken } from "@/lib/spoken";
import { formatDuration } from "@/lib/time";
import type { Explanation } from "@/lib/types";
import { endsByItself, momentAsked, remediesFor } from "../explain";

/** Each rule that keeps a time from students, in words, with the way to change it. */
export function WhyAnswer({ explanation }: { explanation: Explanation }) {
  const { date, start_time, duration_minutes, timezone, offered, reasons } = explanation;
  return (
    <section aria-labelledby="answer" className="flex flex-col gap-4">
      <h2 id="answer" className="text-xl font-bold tabular">
        {momentAsked(date, start_time)}, {formatDuration(duration_minutes)}:{" "}
        {offered ? "students can book it" : "nobody can book it"}
      </h2>
      {offered ? (
        <p className="text-soft">Nothing stands in the way. It is offered at this moment.</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line border-y border-line">
          {reasons.map((reason) => (
            <li key={reason.code + reason.starts_at} className="flex flex-col items-start gap-1 py-4">
              <p className="tabular">{spoken(reason.message)}</p>
              {reason.expires_at && <p className="text-soft tabular">{endsByItself(reason, timezone)}</p>}
              {remediesFor(reason, date).map(({ href, action }) => (
                <Link
                  key={action}
                  href={href}
                  className="inline-flex min-h-11 items-center font-semibold text-blue underline"
                >
                  {action}
                </Link>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
