import { Figures } from "@/features/admin/components/figures-table";
import { ShareBar } from "@/features/admin/components/share-bar";
import { formatCount, formatShare, formatWait } from "@/features/admin/figures";
import type { Funnel as FunnelData } from "@/features/admin/types";
import { nameOfSlug } from "@/lib/words";

/** From a search to a look at somebody to a booking. */
export function Funnel({ funnel }: { funnel: FunnelData }) {
  const { searches, viewed, booked, view_rate: viewRate, booking_rate: bookingRate } = funnel;
  const steps = [
    { name: "Searches", count: searches, share: searches > 0 ? 1 : 0 },
    { name: "With a look at somebody", count: viewed, share: viewRate },
    { name: "That led to a booking", count: booked, share: bookingRate },
  ];
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col gap-3">
        {steps.map(({ name, count, share }) => (
          <li key={name} className="flex flex-col gap-1">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="font-semibold">{name}</span>
              <span className="tabular">
                {formatCount(count)}, {formatShare(share)}
              </span>
            </p>
            <ShareBar part={count} whole={searches} />
          </li>
        ))}
      </ol>
      {funnel.median_seconds_to_look !== null && (
        <p className="text-sm text-soft">
          Half of those who look do so within {formatWait(funnel.median_seconds_to_look)}.
        </p>
      )}
      <Figures
        caption="Funnel by device"
        rows={funnel.devices}
        keyOf={({ device }) => device}
        columns={[
          { name: "Device", cell: ({ device }) => nameOfSlug(device) },
          { name: "Searches", numeric: true, cell: (row) => formatCount(row.searches) },
          { name: "Looked", numeric: true, cell: (row) => formatCount(row.viewed) },
          { name: "Booked", numeric: true, cell: (row) => formatCount(row.booked) },
        ]}
      />
    </div>
  );
}
