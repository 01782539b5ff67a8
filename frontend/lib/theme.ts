import "server-only";
import { cookies } from "next/headers";

export type Theme = "system" | "light" | "dark";

/** The reader's own choice of colours, or the system's. */
export async function getTheme(): Promise<Theme> {
  const value = (await cookies()).get("theme")?.value;
  return value === "light" || value === "dark" ? value : "system";
}
