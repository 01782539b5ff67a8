import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Booked } from "@/features/booking/components/booked";
import { getBooking } from "@/features/booking/server-queries";
import { bookedPath } from "@/lib/paths";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "You are booked", robots: { index: false } };

export default async function BookedPage({ params }: PageProps<"/lessons/[id]/booked">) {
  const { id } = await params;
  await requireUser(bookedPath(id));
  const booking = await getBooking(id);
  if (!booking) notFound();
  return <Booked booking={booking} />;
}
