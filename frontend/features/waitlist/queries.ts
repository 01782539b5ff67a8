import { api, unwrap } from "@/lib/api";
import type { TimeWish, WishRequest } from "@/lib/types";

export const makeWish = (body: WishRequest): Promise<TimeWish> => unwrap(api.POST("/api/waitlist", { body }));

/** Waits no more; a time that is kept goes to the next in line. */
export async function withdrawWish(id: string): Promise<void> {
  await unwrap(api.DELETE("/api/waitlist/{wish_id}", { params: { path: { wish_id: id } } }));
}

/** Gives back the time that is kept, and waits for another. */
export async function declineOffer(id: string): Promise<void> {
  await unwrap(api.POST("/api/waitlist/{wish_id}/decline", { params: { path: { wish_id: id } } }));
}
