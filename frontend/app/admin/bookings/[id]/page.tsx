import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireArea } from "@/features/admin/access";
import { canCancel } from "@/features/admin/cancelling";
import { BackLink } from "@/features/admin/components/back-link";
import { BookingView } from "@/features/admin/components/booking-view";
import { getAnyBooking } from "@/features/admin/server-queries";

export const metadata: Metadata = { title: "Booking" };

export default async function BookingPage({ params }: PageProps<"/admin/bookings/[id]">) {
  const { id } = await params;
  const { permissions } = await requireArea("bookings", `/admin/bookings/${id}`);
  const booking = await getAnyBooking(id);
  if (!booking) notFound();
  return (
    <>
      <BackLink href="/admin/bookings">Bookings</BackLink>
      <BookingView
        booking={booking}
        mayCancel={permissions.includes("manage_all_bookings") && canCancel(booking, new Date())}
        seesUsers={permissions.includes("view_all_users")}
      />
    </>
  );
}
