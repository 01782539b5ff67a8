import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { flushSync } from "react-dom";
import { toast } from "@/components/ui/toast";
import { addDays, formatDate } from "@/lib/time";
import type { AvailabilityWeek, HandBackPreview } from "@/lib/types";
import { copyHours, minutesIn } from "../model";
import { keptWeek, previewHandBack, useLoadWeek, useWeekStore } from "../queries";
import { focusEditedDays } from "./edited-days";
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

  /** For what works on the hours that are stored. */
  const whenSaved = (action: () => void) =>
    editor.changed ? editor.setError("Save this week first.") : action();

  return { ...editor, copying: load.isPending, copyLastWeek, whenSaved };
}

type Editor = ReturnType<typeof useWeekEditor>;

/** A day that was edited by hand goes back to the usual week: looked over, then given back. */
export function useHandingBack({ attempt, whenSaved, loaded }: Editor) {
  const { handBack } = useWeekStore();
  const [preview, setPreview] = useState<HandBackPreview | null>(null);
  const look = useMutation({ mutationFn: previewHandBack });
  const give = useMutation({ mutationFn: handBack });

  const giveBack = (date: string) =>
    attempt(async () => {
      loaded(await give.mutateAsync(date));
      flushSync(() => setPreview(null));
      // What was pressed is about to go.
      focusEditedDays();
      toast(`${formatDate(date)} goes by your usual week again.`);
    });

  return {
    preview,
    looking: look.isPending ? look.variables : null,
    giving: give.isPending,
    lookAt: (date: string) => whenSaved(() => attempt(async () => setPreview(await look.mutateAsync(date)))),
    giveBack: () => preview && giveBack(preview.date),
    close: () => setPreview(null),
  };
}
