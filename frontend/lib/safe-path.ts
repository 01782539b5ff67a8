/** Where to go after signing in: a path of this site, never another host. */
export function safePath(path: string | null | undefined, fallback = "/"): string {
  if (!path?.startsWith("/") || path.startsWith("//") || path.includes("\\")) return fallback;
  return path;
}
