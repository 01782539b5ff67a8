import type { Metadata } from "next";
import { Pages } from "@/components/marketplace/pages";
import { Part } from "@/components/ui/part";
import { EmptyState } from "@/components/ui/states";
import { requireArea } from "@/features/admin/access";
import { BookingList } from "@/features/admin/components/booking-list";
import { BookingSearch } from "@/features/admin/components/booking-search";
import { Sheet } from "@/features/admin/components/sheet";
import { pathWith, readBookingFilter, readOffset } from "@/features/admin/filters";
import { getBookings, PER_PAGE } from "@/features/admin/server-queries";
import { single } from "@/lib/paths";

export const metadata: Metadata = { title: "Bookings" };

const PATH = "/admin/bookings";

export default async function BookingsPage({ searchParams }: PageProps<"/admin/bookings">) {
  const values = single(await searchParams);
  const [filter, offset] = [readBookingFilter(values), readOffset(values.offset)];
  const pathAt = (next: number) => pathWith(PATH, { ...filter, offset: next });
  await requireArea("bookings", pathAt(offset));
  return (
    <Sheet title="Bookings">
      <BookingSearch filter={filter} />
      <Part
        key={pathAt(offset)}
        label="Loading bookings"
        skeleton="h-96"
        load={() => getBookings(filter, offset)}
      >
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState title="No bookings">No lesson is like this. Widen the days or the status.</EmptyState>
          ) : (
            <div className="flex flex-col gap-6">
              <BookingList bookings={items} />
              <Pages total={total} limit={PER_PAGE} offset={offset} one="booking" hrefFor={pathAt} />
            </div>
          )
        }
      </Part>
    </Sheet>
  );
}
