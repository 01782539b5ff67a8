"use client";

import { Button } from "@/components/ui/button";
import type { Wish } from "@/features/booking/model";
import { useNextStarts } from "@/features/booking/queries";
import { formatDate } from "@/lib/time";

type Props = { instructorId: string; wish: Wish; onPick: (date: string) => void };

/** Nobody should have to leaf through empty months. */
export function NothingThisMonth({ instructorId, wish, onPick }: Props) {
  const { data: [first] = [], isPending } = useNextStarts(instructorId, wish, true);
  if (isPending) return null;
  if (!first)
    return <p className="mt-3">No free time for this length at the moment. Try a shorter lesson.</p>;
  return (
    <Button variant="secondary" className="mt-3" onClick={() => onPick(first.date)}>
      Go to the next free day, {formatDate(first.date)}
    </Button>
  );
}
