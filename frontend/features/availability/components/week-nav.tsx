"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { addDays, startOfWeek } from "@/lib/time";
import { weekName } from "../model";

type WeekNavProps = { weekStart: string; today: string; onShow: (weekStart: string) => void };

/** Which week; it stays while the next one is on its way. */
export function WeekNav({ weekStart, today, onShow }: WeekNavProps) {
  const thisWeek = startOfWeek(today);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        variant="secondary"
        size="small"
        aria-label="Week before"
        onClick={() => onShow(addDays(weekStart, -7))}
      >
        <ChevronLeft aria-hidden size={20} />
      </Button>
      <h2 className="tabular min-w-40 text-center text-lg font-bold" aria-live="polite">
        {weekName(weekStart, today)}
      </h2>
      <Button
        variant="secondary"
        size="small"
        aria-label="Week after"
        onClick={() => onShow(addDays(weekStart, 7))}
      >
        <ChevronRight aria-hidden size={20} />
      </Button>
      {weekStart !== thisWeek && (
        <Button variant="quiet" size="small" onClick={() => onShow(thisWeek)}>
          This week
        </Button>
      )}
    </div>
  );
}
