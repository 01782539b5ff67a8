import { useQuery } from "@tanstack/react-query";
import { isHoldFor } from "@/features/booking/hold-model";
import { ApiError, api, unwrap } from "@/lib/api";
import { randomId } from "@/lib/random-id";
import type { Booking, QuoteRequest } from "@/lib/types";

/** A kept time; `deadline` is in milliseconds of this machine's clock, whatever that says. */
export type Hold = { booking: Booking; deadline: number };

const MOST_HOLDS = 20;

/** The reader's own live holds, and how far the server's clock is ahead of ours in milliseconds. */
async function fetchHolds(): Promise<{ holds: Booking[]; ahead: number }> {
  const query = { as: "student" as const, status: ["held" as const], limit: MOST_HOLDS };
  const call = api.GET("/api/bookings", { params: { query } });
  const { items } = await unwrap(call);
  const ahead = aheadOf((await call).response);
  const now = Date.now() + ahead;
  return { holds: items.filter(({ expires_at: end }) => end !== null && Date.parse(end) > now), ahead };
}

/** People's clocks are wrong by minutes; the countdown must not be. The header has whole seconds. */
function aheadOf(response: Response): number {
  const server = Date.parse(response.headers.get("date") ?? "");
  const ahead = server - Date.now();
  return Number.isNaN(ahead) || Math.abs(ahead) < 2_000 ? 0 : ahead;
}

const deadlineOf = (booking: Booking, ahead: number): number =>
  Date.parse(booking.expires_at ?? booking.created_at) - ahead;

async function release(hold: Booking): Promise<void> {
  await unwrap(api.DELETE("/api/bookings/holds/{hold_id}", { params: { path: { hold_id: hold.id } } }));
}

/** Gives back what the reader holds of one instructor: it would stand in the way of their own lessons. */
export async function releaseHoldsOf(instructorId: string): Promise<void> {
  const { holds } = await fetchHolds();
  await Promise.allSettled(holds.filter(({ instructor }) => instructor.id === instructorId).map(release));
}

/** The hold that there is for this lesson, or a new one; another time of the same instructor is given back first. */
async function findOrTake(request: QuoteRequest): Promise<Hold> {
  const { holds, ahead } = await fetchHolds();
  const mine = holds.find((hold) => isHoldFor(hold, request));
  if (mine) return { booking: mine, deadline: deadlineOf(mine, ahead) };
  const others = holds.filter(({ instructor }) => instructor.id === request.instructor_id);
  await Promise.allSettled(others.map(release));
  const header = { "Idempotency-Key": randomId() };
  const booking = await unwrap(api.POST("/api/bookings/holds", { params: { header }, body: request }));
  return { booking, deadline: deadlineOf(booking, ahead) };
}

/**
 * Keeps the time while the reader confirms. Asked once for each lesson that is looked at; after signing in, at once.
 * `onSignedOut` hears when the session ended meanwhile.
 */
export function useHold(request: QuoteRequest, enabled: boolean, onSignedOut: () => void) {
  return useQuery({
    queryKey: ["hold", request],
    queryFn: () =>
      findOrTake(request).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 401) onSignedOut();
        throw error;
      }),
    enabled,
    retry: false,
    // Without a connection it fails at once and says so.
    networkMode: "always",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The reader's own holds, so that the picker does not call their own time taken. */
export function useOwnHolds(enabled: boolean) {
  return useQuery({
    queryKey: ["holds"],
    queryFn: async () => (await fetchHolds()).holds,
    enabled,
    retry: false,
    staleTime: 0,
  });
}
