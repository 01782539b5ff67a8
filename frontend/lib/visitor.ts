/** Who asks for a page, as the API would see it if the browser asked there itself. Pure. */

// The addresses are passed on as they came, ours not added: the API counts from the right as many as our proxies wrote.
const AS_THEY_CAME = ["user-agent", "x-forwarded-for"];
const GUEST_HEADER = "x-guest-session-id";

/** Headers for calls to the API that are made while a visitor waits; `guest` is the id of their browser, if it has one. */
export function visitorHeaders(incoming: Headers, guest: string | null = null): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of AS_THEY_CAME) {
    const value = incoming.get(name);
    if (value) passed[name] = value;
  }
  const referrer = foreignReferrer(incoming);
  if (referrer) passed.referer = referrer;
  if (guest) passed[GUEST_HEADER] = guest;
  return passed;
}

/** Our own pages are no place that somebody came from; the API knows neither their host nor this request's. */
function foreignReferrer(incoming: Headers): string | null {
  const referrer = incoming.get("referer");
  return referrer && URL.parse(referrer)?.host !== incoming.get("host") ? referrer : null;
}
