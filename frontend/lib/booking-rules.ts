/** What pages say about a lesson before it is booked. The server decides; these only choose and word. */
import { formatInstant } from "@/lib/time";
import type { CancellationTier } from "@/lib/types";

const DEFAULT_MINUTES = 60;

export function preferredDuration(sold: number[], asked?: number): number {
  if (asked !== undefined && sold.includes(asked)) return asked;
  return sold.includes(DEFAULT_MINUTES) ? DEFAULT_MINUTES : (sold[0] ?? DEFAULT_MINUTES);
}

const HOUR_MS = 3_600_000;
const FREE_TO_MOVE_HOURS = 24;
const LAST_MOVE_HOURS = 12;

/** How often and until when a lesson can be moved, said before it is. */
export function movingRule(startsAt: string, timezone: string, now: Date): string {
  const before = (hours: number) => new Date(Date.parse(startsAt) - hours * HOUR_MS);
  const at = (moment: Date) => formatInstant(moment.toISOString(), timezone);
  const last = at(before(LAST_MOVE_HOURS));
  if (now <= before(FREE_TO_MOVE_HOURS))
    return `You can move this lesson as often as you like until ${at(before(FREE_TO_MOVE_HOURS))}, then once more until ${last}.`;
  return `The lesson is less than 24 hours away: you can move it once, until ${last}.`;
}

export type PolicyStep = { share: number; words: string };

function wordsFor(
  { refund_share_percent: share, until, hours_before: hours }: CancellationTier,
  timezone: string,
): string {
  const moment = hours === 0 ? "the lesson starts" : formatInstant(until, timezone);
  if (share === 100) return `Free to cancel until ${moment}`;
  return share === 0 ? "nothing back" : `${share} % back until ${moment}`;
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Steps after the first say that they come then. */
const inOrder = (steps: PolicyStep[]): PolicyStep[] =>
  steps.map(({ share, words }, index) => ({
    share,
    words: index === 0 ? capitalised(words) : `Then ${words}`,
  }));

/** Cancellation terms as stops on a line of time, earliest first; what is over by `now` is left out. */
export function policySteps(tiers: CancellationTier[], timezone: string, now: Date): PolicyStep[] {
  const ahead = tiers
    .filter(({ until }) => new Date(until) > now)
    .toSorted((a, b) => a.until.localeCompare(b.until));
  const steps = ahead.map((tier) => ({ share: tier.refund_share_percent, words: wordsFor(tier, timezone) }));
  return inOrder(steps.at(-1)?.share === 0 ? steps : [...steps, { share: 0, words: "nothing back" }]);
}

/** The terms of every lesson, for who has not chosen a time or not said who they are. */
export const POLICY_IN_WORDS: PolicyStep[] = [
  { share: 100, words: "Free to cancel until 24 hours before" },
  { share: 50, words: "Then 50 % back until 12 hours before" },
  { share: 0, words: "Then nothing back" },
];
