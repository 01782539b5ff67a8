import "server-only";
import { MANY, ONE, type SearchState } from "@/features/search/model";
import { serverApi, unwrap } from "@/lib/api-server";
import { ApiError } from "@/lib/problem";
import type { SearchAnswer } from "@/lib/types";
import type { paths } from "@/types/api";

export const RESULTS_PER_PAGE = 20;

type SearchQuery = NonNullable<paths["/api/search"]["get"]["parameters"]["query"]>;

/** As the API takes it: several values stay several. It says itself what makes no sense. */
function toQuery(state: SearchState): SearchQuery {
  const single = ONE.flatMap((name) => (state[name]?.[0] ? [[name, state[name][0]]] : []));
  const many = MANY.flatMap((name) => (state[name] ? [[name, state[name]]] : []));
  return { ...Object.fromEntries([...single, ...many]), limit: RESULTS_PER_PAGE };
}

export type SearchOutcome = { answer: SearchAnswer; refused: null } | { answer: null; refused: string };

/** The answer, or in words why the API refuses the address (a date that is none, a slug that nobody knows). */
export async function search(state: SearchState): Promise<SearchOutcome> {
  const api = await serverApi();
  try {
    return {
      answer: await unwrap(api.GET("/api/search", { params: { query: toQuery(state) } })),
      refused: null,
    };
  } catch (error) {
    if (error instanceof ApiError && [404, 422].includes(error.status))
      return { answer: null, refused: error.problem.detail };
    throw error;
  }
}
