import { useReducer, useState } from "react";
import { toast } from "@/components/ui/toast";
import { messageOf } from "@/lib/problem";
import { addDays } from "@/lib/time";
import type { AvailabilityWeek, WeekValidation } from "@/lib/types";
import { editorReducer, isChanged, startEditing } from "../editor";
import { applyPreset, copyHours, hoursOf, minutesIn, type Preset, type WeekHours } from "../model";
import { type StoredWeek, storedMeanwhile, useLoadWeek, useSaveWeek, useValidateWeek } from "../queries";

const hoursOfWeek = (week: StoredWeek): WeekHours => hoursOf(week.week_start, week.days);

/** Everything that can be done to a week: painting, presets, undo, looking over and saving. */
export function useWeekEditor(week: AvailabilityWeek, today: string, onSaved: () => void) {
  const [state, dispatch] = useReducer(
    editorReducer,
    startEditing(week.week_start, week.version, hoursOfWeek(week)),
  );
  const [review, setReview] = useState<WeekValidation | null>(null);
  const [theirs, setTheirs] = useState<StoredWeek | null>(null);
  const [error, setError] = useState<string | null>(null);
  const validate = useValidateWeek();
  const save = useSaveWeek();
  const load = useLoadWeek();
  const editable = (date: string) => date >= today;
  const edit = { weekStart: state.weekStart, version: state.version, hours: state.hours };
  const loaded = (stored: StoredWeek) =>
    dispatch({
      type: "loaded",
      weekStart: stored.week_start,
      version: stored.version,
      hours: hoursOfWeek(stored),
    });

  function failed(cause: unknown) {
    const current = storedMeanwhile(cause);
    if (!current) return setError(messageOf(cause));
    setReview(null);
    setTheirs(current);
  }

  async function saveWeek() {
    setError(null);
    try {
      loaded(await save.mutateAsync(edit));
      setReview(null);
      toast("Your hours are saved.");
      onSaved();
    } catch (cause) {
      failed(cause);
    }
  }

  async function lookOver() {
    setError(null);
    try {
      setReview(await validate.mutateAsync(edit));
    } catch (cause) {
      failed(cause);
    }
  }

  async function copyLastWeek() {
    setError(null);
    try {
      const last = hoursOfWeek(await load.mutateAsync(addDays(state.weekStart, -7)));
      if (minutesIn(last) === 0) return setError("There are no hours in the week before.");
      dispatch({ type: "replaced", hours: copyHours(last, state.hours, editable) });
    } catch (cause) {
      setError(messageOf(cause));
    }
  }

  /** What is on the screen stays, now on top of what was stored meanwhile. */
  function keepMine() {
    if (!theirs) return;
    const mine = state.hours;
    loaded(theirs);
    dispatch({ type: "replaced", hours: copyHours(mine, hoursOfWeek(theirs), editable) });
    setTheirs(null);
  }

  function takeTheirs() {
    if (theirs) loaded(theirs);
    setTheirs(null);
  }

  return {
    state,
    dispatch,
    changed: isChanged(state),
    review,
    closeReview: () => setReview(null),
    theirs: theirs && hoursOfWeek(theirs),
    error,
    checking: validate.isPending,
    saving: save.isPending,
    copying: load.isPending,
    preset: (preset: Preset) =>
      dispatch({ type: "replaced", hours: applyPreset(state.hours, preset, editable) }),
    lookOver,
    saveWeek,
    copyLastWeek,
    keepMine,
    takeTheirs,
  };
}
