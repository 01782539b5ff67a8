"use client";

import { useState } from "react";
import { QueryProvider } from "@/components/query-provider";
import { LeaveDialog } from "@/components/ui/leave-dialog";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Toasts } from "@/components/ui/toast";
import { keptMark } from "@/lib/leaving";
import { messageOf } from "@/lib/problem";
import type { DayOff } from "@/lib/types";
import { useWeek } from "../queries";
import { DaysOffNotice } from "./days-off-notice";
import { LoadedWeek } from "./loaded-week";
import { WeekNav } from "./week-nav";

type WeekEditorProps = {
  initialWeek: string;
  today: string;
  hasUsual: boolean;
  daysOff: readonly DayOff[];
};

/** The hours of one week after another. The week shown stands in the address, so that it can be come back to. */
export function WeekEditor(props: WeekEditorProps) {
  return (
    <QueryProvider>
      <Weeks {...props} />
      <Toasts />
    </QueryProvider>
  );
}

function Weeks({ initialWeek, today, hasUsual, daysOff }: WeekEditorProps) {
  const [weekStart, setWeekStart] = useState(initialWeek);
  const [wanted, setWanted] = useState<string | null>(null);
  const [unsaved, setUnsaved] = useState(false);
  function show(next: string) {
    setUnsaved(false);
    setWanted(null);
    setWeekStart(next);
    window.history.replaceState(keptMark(), "", `?week=${next}`);
  }
  return (
    <div className="flex flex-col gap-4">
      <WeekNav
        weekStart={weekStart}
        today={today}
        onShow={(next) => (unsaved ? setWanted(next) : show(next))}
      />
      <DaysOffNotice daysOff={daysOff} weekStart={weekStart} />
      <Week key={weekStart} weekStart={weekStart} today={today} hasUsual={hasUsual} onUnsaved={setUnsaved} />
      <LeaveDialog
        asked={wanted !== null}
        stay={() => setWanted(null)}
        leave={() => wanted && show(wanted)}
      />
    </div>
  );
}

type WeekProps = {
  weekStart: string;
  today: string;
  hasUsual: boolean;
  onUnsaved: (unsaved: boolean) => void;
};

function Week({ weekStart, ...props }: WeekProps) {
  const week = useWeek(weekStart);
  if (week.isError) return <ErrorState message={messageOf(week.error)} onRetry={() => week.refetch()} />;
  if (!week.data) {
    return (
      <LoadingRegion label="Loading the week">
        <Skeleton className="h-[60rem]" />
      </LoadingRegion>
    );
  }
  return <LoadedWeek week={week.data} {...props} />;
}
