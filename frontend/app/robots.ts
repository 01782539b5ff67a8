import type { MetadataRoute } from "next";
import { siteUrl } from "@/lib/env";

export const dynamic = "force-dynamic";

export default function robots(): MetadataRoute.Robots {
  const disallow = [
    "/api/",
    "/account",
    "/lessons",
    "/waitlist",
    "/admin",
    "/teach/",
    "/calendar",
    "/instructor$",
    "/instructors/*/book",
    "/instructors/*/confirm",
    "/instructors/*/repeat",
  ];
  return { rules: { userAgent: "*", allow: "/", disallow }, sitemap: `${siteUrl()}/sitemap.xml` };
}
