import "server-only";
import { serverApi, unwrap } from "@/lib/api-server";
import type { Choice } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import type { TimeWish } from "@/lib/types";

const MOST = 20;
const OPEN = ["waiting", "offered"] as const;

/** What the reader waits for, kept times first, then the newest. */
export async function getOpenWishes(): Promise<TimeWish[]> {
  const api = await serverApi();
  const query = { status: [...OPEN], limit: MOST };
  const { items } = await unwrap(api.GET("/api/waitlist", { params: { query } }));
  // What a wish is now may be further than what is written down of it.
  const open = items.filter(({ status }) => OPEN.some((name) => name === status));
  return open.toSorted((a, b) => Number(b.status === "offered") - Number(a.status === "offered"));
}

/** The wish whose kept time is just this one; null when it is not, and while that cannot be said. */
export async function getOfferedWish(instructorId: string, choice: Choice): Promise<TimeWish | null> {
  try {
    const wishes = await getOpenWishes();
    return wishes.find(({ offer }) => offer !== null && isFor(offer, instructorId, choice)) ?? null;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

function isFor(offer: NonNullable<TimeWish["offer"]>, instructorId: string, choice: Choice): boolean {
  return (
    offer.instructor.id === instructorId &&
    offer.offering_id === choice.offering &&
    offer.date === choice.date &&
    offer.start_time === choice.start
  );
}
