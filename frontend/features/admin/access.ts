import "server-only";
import { forbidden } from "next/navigation";
import { type AreaId, mayOpen } from "@/lib/admin-areas";
import { requireUser } from "@/lib/session";
import type { User } from "@/lib/types";

/** The reader of an operator's page; a guest signs in and comes back to `path`, anybody else gets a 403. */
export async function requireArea(area: AreaId, path: string): Promise<User> {
  const user = await requireUser(path);
  if (!mayOpen(area, user.permissions)) forbidden();
  return user;
}
