/** Which lessons an operator can cancel, and what that means for its two sides. */
import { refundCents } from "@/features/admin/figures";
import { formatCents } from "@/lib/money";
import type { Booking } from "@/lib/types";

/** Before the start, and not over in another way: what an operator can still cancel. */
export const canCancel = ({ status, starts_at: startsAt }: Booking, now: Date): boolean =>
  status === "confirmed" && new Date(startsAt) > now;

/** What pressing costs whom, said before it is pressed. */
export function costWords(priceCents: number, sharePercent: number): string {
  const back = refundCents(priceCents, sharePercent);
  const price = formatCents(priceCents);
  if (sharePercent === 100) return `The student owes nothing of ${price}, and the instructor earns nothing.`;
  const owed = formatCents(priceCents - back);
  if (sharePercent === 0) return `The student owes the whole price, ${price}.`;
  return `The student owes ${owed} of ${price}; ${formatCents(back)} is taken off.`;
}
