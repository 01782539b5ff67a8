import type { MetadataRoute } from "next";
import { publicApi, unwrap } from "@/lib/api-server";
import { siteUrl } from "@/lib/env";
import { profilePath } from "@/lib/paths";

export const dynamic = "force-dynamic";

const PAGE = 100;
const MOST = 2_000;

/** The pages that are everybody's, and every instructor who can be found. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const slugs: string[] = [];
  for (let offset = 0, total = 1; offset < Math.min(total, MOST); offset += PAGE) {
    const query = { limit: PAGE, offset };
    const page = await unwrap(publicApi().GET("/api/instructors", { params: { query } }));
    slugs.push(...page.items.map(({ slug }) => slug));
    total = page.total;
  }
  return ["/", "/search", "/teach", "/privacy", ...slugs.map(profilePath)].map((path) => ({
    url: siteUrl() + path,
  }));
}
