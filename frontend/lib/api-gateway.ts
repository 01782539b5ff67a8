import "server-only";
import { apiUrl } from "@/lib/env";

// About one connection, not about the message; and what fetch has already undone.
const NOT_PASSED_ON = ["connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"];
const UNPACKED = ["content-encoding"];

/**
 * Passes a request on to the API and streams the answer back. The address is read per request, so one build serves
 * every stack.
 */
export async function passOn(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  try {
    const answer = await fetch(apiUrl() + pathname + search, outgoing(request));
    return new Response(answer.body, { status: answer.status, headers: without(answer.headers, UNPACKED) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    return unreachable(pathname);
  }
}

function outgoing(request: Request): RequestInit & { duplex?: "half" } {
  return {
    method: request.method,
    headers: without(request.headers, isFromOurPages(request) ? ["origin", "host"] : ["host"]),
    redirect: "manual",
    cache: "no-store",
    signal: request.signal,
    ...(request.body ? { body: request.body, duplex: "half" as const } : {}),
  };
}

/** The API compares Origin with its own host, which our pages do not have; for it they are callers without an origin. */
function isFromOurPages(request: Request): boolean {
  const origin = request.headers.get("origin");
  return origin !== null && URL.parse(origin)?.host === request.headers.get("host");
}

function without(headers: Headers, names: string[]): Headers {
  const kept = new Headers(headers);
  for (const name of [...NOT_PASSED_ON, ...names]) kept.delete(name);
  return kept;
}

function unreachable(instance: string): Response {
  const problem = {
    type: "urn:instainstru:problem:unavailable",
    title: "A part of the system is not reachable",
    status: 503,
    detail: "InstaInstru is starting or cannot be reached. Please try again in a moment.",
    code: "unavailable",
    instance,
  };
  return Response.json(problem, {
    status: 503,
    headers: { "content-type": "application/problem+json", "retry-after": "5", "cache-control": "no-store" },
  });
}
