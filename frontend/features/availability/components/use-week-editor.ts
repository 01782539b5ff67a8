import { addDays } from "@/lib/time";
import type { AvailabilityWeek } from "@/lib/types";
import { copyHours, minutesIn } from "../model";
import { keptWeek, useLoadWeek, useWeekStore } from "../queries";
import { useHoursEditor } from "./use-hours-editor";

/** The hours of a week of dates; days gone by stay as they are. */
export function useWeekEditor(week: AvailabilityWeek, today: string, onSaved: () => void) {
  const store = useWeekStore();
  const load = useLoadWeek();
  const editable = (date: string) => date >= today;
  const editor = useHoursEditor({ kept: keptWeek(week), store, editable, onSaved });
  const { weekStart, hours } = editor.state;

  const copyLastWeek = () =>
    editor.attempt(async () => {
      const last = keptWeek(await load.mutateAsync(addDays(weekStart, -7))).hours;
      if (minutesIn(last) === 0) return editor.setError("There are no hours in the week before.");
      editor.replace(copyHours(last, hours, editable));
    });

  return { ...editor, copying: load.isPending, copyLastWeek };
}
