/** A lesson among those that were booked with it. Pure. */
import { formatCents } from "@/lib/money";
import type { Booking } from "@/lib/types";
import { plural } from "@/lib/words";

export type Scope = "one" | "following" | "all";
type Step = Pick<Booking, "id" | "starts_at" | "price_cents" | "cancellation_tiers" | "actions">;

/** The lessons that cancelling is about: those to which it cannot happen any more are left alone. */
export function inScope(lessons: Step[], chosen: Pick<Booking, "id" | "starts_at">, scope: Scope): Step[] {
  if (scope === "one") return lessons.filter(({ id }) => id === chosen.id);
  const from = scope === "following" ? Date.parse(chosen.starts_at) : Number.NEGATIVE_INFINITY;
  return lessons.filter(
    ({ actions, starts_at }) => actions.includes("cancel") && Date.parse(starts_at) >= from,
  );
}

/** What the student gets back of a lesson that is cancelled now: the terms are in the lesson, as they were booked. */
function shareBack({ cancellation_tiers: tiers }: Step, now: Date): number {
  const reached = tiers
    .filter(({ until }) => now <= new Date(until))
    .map((tier) => tier.refund_share_percent);
  return Math.max(0, ...reached);
}

const PERCENT = 100;

/** Half up to the cent, as the server counts. */
const owed = (lesson: Step, now: Date): number =>
  lesson.price_cents - Math.floor((lesson.price_cents * shareBack(lesson, now) + PERCENT / 2) / PERCENT);

/** What cancelling several lessons costs the student, said before anything is pressed. */
export function severalWords(lessons: Step[], viewer: string | null, now: Date): string {
  const count = plural(lessons.length, "lesson");
  if (viewer === "instructor") return `Your student owes nothing for the ${count}.`;
  const costs = lessons.map((lesson) => owed(lesson, now)).filter((cents) => cents > 0);
  if (costs.length === 0) return `Cancelling ${count} now is free.`;
  const sum = formatCents(costs.reduce((total, cents) => total + cents, 0));
  const close = costs.length === 1 ? "one of them is" : `${costs.length} of them are`;
  return `Cancelling ${count} now costs ${sum}: ${close} less than 24 hours away.`;
}

export type ScopeOption = { id: Scope; name: string };

/** Just this one; it and those after it, where there are any; all, where there are more than those. */
export function scopeOptions(lessons: Step[], chosen: Pick<Booking, "id" | "starts_at">): ScopeOption[] {
  const [following, all] = [inScope(lessons, chosen, "following"), inScope(lessons, chosen, "all")];
  const options: ScopeOption[] = [{ id: "one", name: "Just this one" }];
  if (following.length > 1)
    options.push({ id: "following", name: `This and the ${following.length - 1} after it` });
  if (all.length > following.length) options.push({ id: "all", name: `All ${all.length} to come` });
  return options;
}
