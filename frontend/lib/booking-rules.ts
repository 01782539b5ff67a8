/** What pages say about a lesson before it is booked. The server decides; these only choose and word. */
import { formatInstant } from "@/lib/time";
import type { CancellationTier } from "@/lib/types";

const DEFAULT_MINUTES = 60;

export function preferredDuration(sold: number[], asked?: number): number {
  if (asked !== undefined && sold.includes(asked)) return asked;
  return sold.includes(DEFAULT_MINUTES) ? DEFAULT_MINUTES : (sold[0] ?? DEFAULT_MINUTES);
}

export type PolicyStep = { share: number; words: string };

function wordsFor(
  { refund_share_percent: share, until, hours_before: hours }: CancellationTier,
  timezone: string,
): string {
  const moment = hours === 0 ? "the lesson starts" : formatInstant(until, timezone);
  if (share === 100) return `Free to cancel until ${moment}`;
  return share === 0 ? "Then nothing back" : `Then ${share} % back until ${moment}`;
}

/** Cancellation terms as stops on a line of time, earliest first; what is over by `now` is left out. */
export function policySteps(tiers: CancellationTier[], timezone: string, now: Date): PolicyStep[] {
  const ahead = tiers
    .filter(({ until }) => new Date(until) > now)
    .toSorted((a, b) => a.until.localeCompare(b.until));
  const steps = ahead.map((tier) => ({ share: tier.refund_share_percent, words: wordsFor(tier, timezone) }));
  return steps.at(-1)?.share === 0 ? steps : [...steps, { share: 0, words: "Then nothing back" }];
}

/** The terms of every lesson, for who has not chosen a time or not said who they are. */
export const POLICY_IN_WORDS: PolicyStep[] = [
  { share: 100, words: "Free to cancel until 24 hours before" },
  { share: 50, words: "Then 50 % back until 12 hours before" },
  { share: 0, words: "Then nothing back" },
];
