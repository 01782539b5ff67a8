import { api, unwrap } from "@/lib/api";
import type { OfferingWrite, OwnProfile, ProfileUpdate } from "@/lib/types";

export const saveProfile = (body: ProfileUpdate): Promise<OwnProfile> =>
  unwrap(api.PUT("/api/instructors/me", { body }));

export async function saveOffering(id: string | null, body: OfferingWrite): Promise<void> {
  const path = "/api/instructors/me/offerings";
  await (id === null
    ? unwrap(api.POST(path, { body }))
    : unwrap(api.PUT(`${path}/{offering_id}`, { params: { path: { offering_id: id } }, body })));
}

export async function removeOffering(id: string): Promise<void> {
  const params = { path: { offering_id: id } };
  await unwrap(api.DELETE("/api/instructors/me/offerings/{offering_id}", { params }));
}

export async function saveAreas(neighborhoods: string[]): Promise<void> {
  await unwrap(api.PUT("/api/instructors/me/service-areas", { body: { neighborhoods } }));
}

/** Taken down, an instructor is neither found nor bookable; booked lessons stand. */
export async function setListed(listed: boolean): Promise<void> {
  await (listed
    ? unwrap(api.POST("/api/instructors/me/reactivate"))
    : unwrap(api.POST("/api/instructors/me/suspend")));
}
