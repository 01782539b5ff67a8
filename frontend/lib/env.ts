import "server-only";

/** Read at each use, so that one build serves every stack. */
export const apiUrl = (): string => process.env.API_URL ?? "http://localhost:8000";
export const siteUrl = (): string => process.env.SITE_URL ?? "http://localhost:3000";
