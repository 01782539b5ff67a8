import "server-only";
import type { Listed } from "@/features/admin/server-queries";
import { PER_PAGE } from "@/features/admin/server-queries";
import type {
  Funnel,
  PopularSearches,
  SearchPerformance,
  SearchSummary,
  SubjectFacts,
  TrendPoint,
  ZeroResults,
} from "@/features/admin/types";
import { serverApi, unwrap } from "@/lib/api-server";

const ROWS = 10;

export async function getSummary(days: number): Promise<SearchSummary> {
  return unwrap((await serverApi()).GET("/api/analytics/search/summary", { params: { query: { days } } }));
}

/** Hours of a single day, days of more. */
export async function getTrend(days: number): Promise<TrendPoint[]> {
  const query = { days, grain: days === 1 ? ("hour" as const) : ("day" as const) };
  return (await unwrap((await serverApi()).GET("/api/analytics/search/trends", { params: { query } })))
    .points;
}

export async function getPopular(days: number): Promise<PopularSearches> {
  const query = { days, limit: ROWS };
  return unwrap((await serverApi()).GET("/api/analytics/search/popular", { params: { query } }));
}

export async function getZeroResults(days: number): Promise<ZeroResults[]> {
  const query = { days, limit: ROWS };
  return unwrap((await serverApi()).GET("/api/analytics/search/zero-results", { params: { query } }));
}

export async function getFunnel(days: number): Promise<Funnel> {
  return unwrap((await serverApi()).GET("/api/analytics/search/funnel", { params: { query: { days } } }));
}

export async function getSearchPerformance(days: number): Promise<SearchPerformance> {
  return unwrap(
    (await serverApi()).GET("/api/analytics/search/performance", { params: { query: { days } } }),
  );
}

export async function getSubjectFacts(offset: number): Promise<Listed<SubjectFacts>> {
  const query = { limit: PER_PAGE, offset };
  return unwrap((await serverApi()).GET("/api/analytics/subjects", { params: { query } }));
}
