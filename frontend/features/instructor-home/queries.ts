import { api, unwrap } from "@/lib/api";

const of = (id: string) => ({ params: { path: { booking_id: id } } });

export async function complete(id: string): Promise<void> {
  await unwrap(api.POST("/api/bookings/{booking_id}/complete", of(id)));
}

export async function reportNoShow(id: string): Promise<void> {
  await unwrap(api.POST("/api/bookings/{booking_id}/no-show", of(id)));
}
