import createClient from "openapi-fetch";
import type { paths } from "@/types/api";

/**
 * The one client of the browser: same origin, cookies along, typed from the API's own document.
 * Use it as `await unwrap(api.GET("/api/..."))`, which throws ApiError.
 */
export const api = createClient<paths>({ baseUrl: "", credentials: "same-origin" });

export { ApiError, hasCode, messageOf, type Problem, unwrap } from "@/lib/problem";
