"use client";

import { useRouter } from "next/navigation";
import { QueryProvider } from "@/components/query-provider";
import { LeaveDialog } from "@/components/ui/leave-dialog";
import { Notice } from "@/components/ui/states";
import { Toasts } from "@/components/ui/toast";
import type { UsualWeek } from "@/lib/types";
import { useLeaving } from "@/lib/use-leaving";
import { datesOf } from "../model";
import { usualStore } from "../queries";
import { ANY_WEEK, keptUsual, USUAL } from "../usual";
import { FillTools } from "./fill-tools";
import { HoursBoard } from "./hours-board";
import { ReviewDialog } from "./review-dialog";
import { SaveBar } from "./save-bar";
import { StaleDialog } from "./stale-dialog";
import { useHoursEditor } from "./use-hours-editor";
import { UsualEffect } from "./usual-effect";

/** The hours of a usual week, edited like those of any other. */
export function UsualEditor({ usual }: { usual: UsualWeek }) {
  return (
    <QueryProvider>
      <Editor usual={usual} />
      <Toasts />
    </QueryProvider>
  );
}

const always = () => true;
const DATES = datesOf(ANY_WEEK);

function Editor({ usual }: { usual: UsualWeek }) {
  const router = useRouter();
  const editor = useHoursEditor({
    kept: keptUsual(usual),
    store: usualStore,
    editable: always,
    // Whoever comes back to this page gets what was saved.
    onSaved: () => router.refresh(),
  });
  const leaving = useLeaving(editor.changed);
  const { hours, saved, undo } = editor.state;
  return (
    <div className="flex flex-col gap-6">
      <FillTools
        canUndo={undo.length > 0}
        onPreset={editor.preset}
        onUndo={() => editor.dispatch({ type: "undone" })}
      />
      {editor.error && !editor.review && <Notice tone="error">{editor.error}</Notice>}
      <HoursBoard hours={hours} dates={DATES} today="" names={USUAL} dispatch={editor.dispatch} />
      <SaveBar
        saved={saved}
        hours={hours}
        per="a week"
        changed={editor.changed}
        checking={editor.checking}
        onReview={editor.lookOver}
        onDiscard={() => editor.dispatch({ type: "discarded" })}
      />
      <ReviewDialog
        saved={saved}
        hours={hours}
        names={USUAL}
        validation={editor.review}
        saving={editor.saving}
        error={editor.error}
        onSave={editor.saveHours}
        onClose={editor.closeReview}
      >
        {editor.review && <UsualEffect preview={editor.review} />}
      </ReviewDialog>
      <StaleDialog
        theirs={editor.theirs}
        mine={hours}
        names={USUAL}
        onTakeTheirs={editor.takeTheirs}
        onKeepMine={editor.keepMine}
      />
      <LeaveDialog {...leaving} />
    </div>
  );
}
