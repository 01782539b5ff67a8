import { useMutation } from "@tanstack/react-query";
import { useReducer, useState } from "react";
import { toast } from "@/components/ui/toast";
import { messageOf } from "@/lib/problem";
import type { BookedOnDay } from "@/lib/types";
import { editorReducer, isChanged, startEditing } from "../editor";
import { applyPreset, copyHours, type Preset, type WeekHours } from "../model";
import type { Kept } from "../queries";

export type Review = { outside_hours: readonly BookedOnDay[] };

/** Where hours are kept: a week of dates, or the usual week. */
export type Store<R extends Review> = {
  validate: (edit: Kept) => Promise<R>;
  save: (edit: Kept) => Promise<Kept>;
  /** What is kept now, when an error says that somebody saved meanwhile. */
  keptMeanwhile: (error: unknown) => Kept | null;
};

type Options<R extends Review> = {
  kept: Kept;
  store: Store<R>;
  editable: (date: string) => boolean;
  onSaved: () => void;
};

/** Everything that can be done to seven days of hours: painting, presets, undo, looking over and saving. */
export function useHoursEditor<R extends Review>({ kept, store, editable, onSaved }: Options<R>) {
  const [state, dispatch] = useReducer(editorReducer, startEditing(kept.weekStart, kept.version, kept.hours));
  const [review, setReview] = useState<R | null>(null);
  const [theirs, setTheirs] = useState<Kept | null>(null);
  const [error, setError] = useState<string | null>(null);
  const validate = useMutation({ mutationFn: store.validate });
  const save = useMutation({ mutationFn: store.save });
  const edit = { weekStart: state.weekStart, version: state.version, hours: state.hours };
  const loaded = (stored: Kept) => dispatch({ type: "loaded", ...stored });
  const replace = (hours: WeekHours) => dispatch({ type: "replaced", hours });

  function failed(cause: unknown) {
    const current = store.keptMeanwhile(cause);
    if (!current) return setError(messageOf(cause));
    setReview(null);
    setTheirs(current);
  }

  async function attempt(action: () => Promise<void>) {
    setError(null);
    try {
      await action();
    } catch (cause) {
      failed(cause);
    }
  }

  /** What is on the screen stays, now on top of what was stored meanwhile. */
  function keepMine() {
    if (!theirs) return;
    const mine = state.hours;
    loaded(theirs);
    replace(copyHours(mine, theirs.hours, editable));
    setTheirs(null);
  }

  function takeTheirs() {
    if (theirs) loaded(theirs);
    setTheirs(null);
  }

  return {
    state,
    dispatch,
    loaded,
    replace,
    attempt,
    changed: isChanged(state),
    review,
    closeReview: () => setReview(null),
    theirs: theirs?.hours ?? null,
    error,
    setError,
    checking: validate.isPending,
    saving: save.isPending,
    preset: (preset: Preset) => replace(applyPreset(state.hours, preset, editable)),
    lookOver: () => attempt(async () => setReview(await validate.mutateAsync(edit))),
    saveHours: () =>
      attempt(async () => {
        loaded(await save.mutateAsync(edit));
        setReview(null);
        toast("Your hours are saved.");
        onSaved();
      }),
    keepMine,
    takeTheirs,
  };
}
