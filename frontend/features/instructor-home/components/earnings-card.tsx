import { formatCents } from "@/lib/money";
import { plural } from "@/lib/words";
import type { Earnings, Sum } from "../earnings";

/** What lessons brought; payment is between the two, so this is a sum and no account. */
export function EarningsCard({ earnings }: { earnings: Earnings }) {
  return (
    <section aria-labelledby="earnings">
      <h2 id="earnings" className="border-b-2 border-ink pb-1 text-lg font-bold">
        Earnings
      </h2>
      <dl className="divide-y divide-line">
        <Line name={`${earnings.month}, completed`} sum={earnings.thisMonth} strong />
        <Line name="The month before" sum={earnings.lastMonth} />
        <Line name="Booked in the next 7 days" sum={earnings.booked} />
      </dl>
    </section>
  );
}

type LineProps = { name: string; sum: Sum; strong?: boolean };

function Line({ name, sum, strong }: LineProps) {
  return (
    <div className="flex items-baseline justify-between gap-4 py-2">
      <dt>
        {name}
        <span className="block text-sm text-soft tabular">{plural(sum.lessons, "lesson")}</span>
      </dt>
      <dd className={strong ? "tabular text-xl font-bold" : "tabular font-semibold"}>
        {formatCents(sum.cents)}
      </dd>
    </div>
  );
}
