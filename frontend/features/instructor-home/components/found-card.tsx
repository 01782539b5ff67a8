import Link from "next/link";
import { Tag } from "@/components/ui/chip";
import { spoken } from "@/lib/spoken";
import type { Found } from "@/lib/types";
import { plural } from "@/lib/words";

/** How students found the instructor in the last four weeks, and the hours that would have helped the most. */
export function FoundCard({ found }: { found: Found }) {
  return (
    <section aria-labelledby="found" className="flex flex-col gap-3">
      <h2 id="found" className="border-b-2 border-ink pb-1 text-lg font-bold">
        How you are found
      </h2>
      {found.searches > 0 ? (
        <Figures found={found} />
      ) : (
        <p className="text-soft">No search has shown you in the last four weeks.</p>
      )}
      {found.queries.length > 0 && <Queries queries={found.queries} />}
      {found.what_if && (
        <div className="rounded-control bg-blue-wash p-4">
          <p className="tabular">{spoken(found.what_if.text)}</p>
          <Link
            href="/calendar"
            className="inline-flex min-h-11 items-center font-semibold text-blue underline"
          >
            Open more hours
          </Link>
        </div>
      )}
    </section>
  );
}

function Figures({ found }: { found: Found }) {
  const place = found.average_position;
  return (
    <>
      <p>
        <span className="tabular text-xl font-bold">{plural(found.searches, "search", "searches")}</span>{" "}
        showed you in the last four weeks
        {place !== null && <>, on average in place {place.toFixed(1)}</>}.
      </p>
      <p className="text-soft tabular">
        From there: {plural(found.clicks, "visit")} to your page, {plural(found.bookings, "booking")}.
      </p>
    </>
  );
}

function Queries({ queries }: Pick<Found, "queries">) {
  return (
    <div>
      <h3 className="text-sm font-semibold">What they searched for</h3>
      <ul className="mt-1 flex flex-wrap gap-2">
        {queries.map(({ q, searches }) => (
          <li key={q} className="min-w-0">
            <Tag className="max-w-full">
              <span className="truncate">{q}</span>
              <span className="tabular font-normal">
                <span className="sr-only">, searched </span>
                {searches}
                <span className="sr-only"> times</span>
              </span>
            </Tag>
          </li>
        ))}
      </ul>
    </div>
  );
}
