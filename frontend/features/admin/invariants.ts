/** What must always be true of the data: how a breach is said, and what to do (`docs/operations/invariants.md`). Pure. */
import type { Invariant, Invariants } from "@/features/admin/types";
import { formatTime, timeIn } from "@/lib/time";
import { plural } from "@/lib/words";

type Words = {
  /** What is wrong with so many rows. */
  broken: (rows: number) => string;
  todo: string;
  /** Of the pages that whoever sees this may open, the one that tells more. */
  href: "/admin/redis" | "/admin/database";
};

const CONSTRAINT = "Stop bookings, and see that the database's constraint is there and on.";
const WORKER = "The worker does not run, or not well: look at its queues.";

const WORDS: Record<Invariant, Words> = {
  "no instructor is booked twice": {
    broken: (rows) => `An instructor is booked twice: ${plural(rows, "pair")} of lessons.`,
    todo: CONSTRAINT,
    href: "/admin/database",
  },
  "no student is booked twice": {
    broken: (rows) => `A student is booked twice: ${plural(rows, "pair")} of lessons.`,
    todo: CONSTRAINT,
    href: "/admin/database",
  },
  "lessons that are over are completed": {
    broken: (rows) => `${plural(rows, "lesson")} long over, and not completed.`,
    todo: WORKER,
    href: "/admin/redis",
  },
  "holds end": {
    broken: (rows) => `${plural(rows, "hold")} past the end, and still taking time.`,
    todo: WORKER,
    href: "/admin/redis",
  },
  "ratings are the sum of reviews": {
    broken: (rows) => `${plural(rows, "instructor")} with a rating that is not the sum of the reviews.`,
    todo: "Somebody changed reviews by hand: set the counts from the reviews, in one transaction.",
    href: "/admin/database",
  },
  "who cannot sign in has no session": {
    broken: (rows) => `${plural(rows, "session")} of suspended accounts still open.`,
    todo: "Somebody suspended an account by hand: end its sessions.",
    href: "/admin/database",
  },
  "deleted accounts are empty": {
    broken: (rows) => `${plural(rows, "deleted account")} with data left.`,
    todo: "A part of a backup was restored: run the deletion again.",
    href: "/admin/database",
  },
  "only listed offerings of listed instructors are found": {
    broken: (rows) => `${plural(rows, "offering")} found whose instructor is not listed.`,
    todo: "A listing was changed by hand: any change of the profile by its owner sets it right.",
    href: "/admin/database",
  },
};

export type Breach = { invariant: Invariant; text: string } & Pick<Words, "todo" | "href">;

export const breachesOf = ({ invariants }: Invariants): Breach[] =>
  invariants
    .filter(({ broken }) => broken > 0)
    .map(({ invariant, broken }) => {
      const { broken: said, todo, href } = WORDS[invariant];
      return { invariant, text: said(broken), todo, href };
    });

/** One line when all hold; null when one is broken, which is said louder elsewhere. */
export function keptWords({ invariants, checked_at: at }: Invariants): string | null {
  if (invariants.some(({ broken }) => broken > 0)) return null;
  return `All ${invariants.length} rules that the data must keep are kept, counted at ${formatTime(timeIn(at))}.`;
}
