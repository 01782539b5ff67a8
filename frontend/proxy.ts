import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, PAGE_HEADERS } from "@/lib/security-headers";
import { renewSession } from "@/lib/session-renewal";

const API_PATHS = /^\/(api|health|metrics|openapi\.json)(\/|$)/;

/** What every request passes through: a session that ran out is renewed, and pages get a policy with a fresh nonce. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const renewal = await renewSession(request);
  const isApi = API_PATHS.test(request.nextUrl.pathname);
  const response = isApi
    ? NextResponse.next({ request: { headers: renewal.requestHeaders } })
    : page(renewal.requestHeaders);
  renewal.applyTo(response);
  return response;
}

function page(headers: Headers): NextResponse {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = contentSecurityPolicy(nonce);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.headers.set(name, value);
  return response;
}

export const config = {
  matcher: ["/((?!_next/static|_next/image|favicon.ico|icon.svg|robots.txt).*)"],
};
