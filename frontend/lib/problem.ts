import type { LessonDate } from "@/lib/types";

/** An error answer of the API (RFC 9457), as it travels through queries and forms. */
export type Problem = {
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { field: string; message: string }[];
  alternatives?: { date: string; start_time: string }[];
  /** Of several lessons that were asked for together, what stands in the way of each. */
  dates?: LessonDate[];
  /** What can be booked instead of waiting. */
  available_now?: { instructor_id: string; offering_id: string; date: string; start_time: string }[];
};

export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail);
    this.name = "ApiError";
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  /** Messages by field, for forms. */
  get fieldErrors(): Record<string, string> {
    return Object.fromEntries((this.problem.errors ?? []).map(({ field, message }) => [field, message]));
  }
}

const UNREACHABLE: Problem = {
  title: "No connection",
  status: 0,
  code: "unreachable",
  detail: "We cannot reach InstaInstru. Check your connection and try again.",
};

const BROKEN: Problem = {
  title: "Something went wrong",
  status: 500,
  code: "internal_error",
  detail: "Something went wrong on our side. Please try again.",
};

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/**
 * The data of an openapi-fetch call.
 *
 * @throws {ApiError} with the API's problem, or with `unreachable` when no answer came.
 */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call.catch(() => {
    throw new ApiError(UNREACHABLE);
  });
  if (answer.response.ok) return answer.data as T;
  const retryAfter = Number(answer.response.headers.get("retry-after")) || null;
  throw new ApiError(
    isProblem(answer.error) ? answer.error : { ...BROKEN, status: answer.response.status },
    retryAfter,
  );
}

export const hasCode = (error: unknown, ...codes: string[]): error is ApiError =>
  error instanceof ApiError && codes.includes(error.code);

/** A sentence for people, whatever was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof ApiError ? error.problem.detail : BROKEN.detail;
