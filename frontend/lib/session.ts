import "server-only";
import { redirect } from "next/navigation";
import { cache } from "react";
import { orNull, serverApi } from "@/lib/api-server";
import { ApiError } from "@/lib/problem";
import type { User } from "@/lib/types";

/** Who is signed in, asked once per page; null for a guest, and while the API cannot say. */
export const getUser = cache(async (): Promise<User | null> => {
  const api = await serverApi();
  try {
    return await orNull(api.GET("/api/auth/me"));
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
});

/** The signed-in person; a guest is sent to sign in and comes back to `path`. */
export async function requireUser(path: string): Promise<User> {
  const user = await getUser();
  if (!user) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return user;
}

/** As requireUser, and whoever lacks the permission is sent home. */
export async function requirePermission(
  permission: User["permissions"][number],
  path: string,
): Promise<User> {
  const user = await requireUser(path);
  if (!user.permissions.includes(permission)) redirect("/");
  return user;
}
