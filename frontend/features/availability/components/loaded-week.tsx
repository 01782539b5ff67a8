"use client";

import { CalendarRange, Copy } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { LeaveDialog } from "@/components/ui/leave-dialog";
import { Notice } from "@/components/ui/states";
import type { AvailabilityWeek } from "@/lib/types";
import { useLeaving } from "@/lib/use-leaving";
import { clockChanges } from "../clock";
import { editedToCome, uneditedSentence } from "../hand-back";
import { datesOf } from "../model";
import { DATED } from "../usual";
import { ApplyDialog } from "./apply-dialog";
import { ClockNotice } from "./clock-notice";
import { EditedDays } from "./edited-days";
import { FillTools } from "./fill-tools";
import { HandBackDialog } from "./hand-back-dialog";
import { HoursBoard } from "./hours-board";
import { OutsideNotice } from "./outside-notice";
import { ReviewDialog } from "./review-dialog";
import { SaveBar } from "./save-bar";
import { StaleDialog } from "./stale-dialog";
import { useHandingBack, useWeekEditor } from "./use-week-editor";

type LoadedWeekProps = {
  week: AvailabilityWeek;
  today: string;
  hasUsual: boolean;
  onUnsaved: (unsaved: boolean) => void;
};

/** One week of dates: filled, painted or typed, looked over and saved; and its hours given to other weeks. */
export function LoadedWeek({ week, today, hasUsual, onUnsaved }: LoadedWeekProps) {
  const router = useRouter();
  const editor = useWeekEditor(week, today, () => router.refresh());
  const back = useHandingBack(editor);
  const leaving = useLeaving(editor.changed, onUnsaved);
  const [applying, setApplying] = useState(false);
  const { hours, saved, weekStart, undo } = editor.state;
  const dates = datesOf(weekStart);
  const edited = hasUsual ? editedToCome(week.edited_days, today) : [];
  const [clock] = useState(() => clockChanges(dates, week.timezone));
  return (
    <div className="flex flex-col gap-6">
      <FillTools
        canUndo={undo.length > 0}
        onPreset={editor.preset}
        onUndo={() => editor.dispatch({ type: "undone" })}
      >
        <Button variant="secondary" size="small" pending={editor.copying} onClick={editor.copyLastWeek}>
          <Copy aria-hidden size={18} /> Copy last week
        </Button>
        <Button variant="secondary" size="small" onClick={() => editor.whenSaved(() => setApplying(true))}>
          <CalendarRange aria-hidden size={18} /> Give to other weeks
        </Button>
      </FillTools>
      {editor.error && !editor.review && !back.preview && <Notice tone="error">{editor.error}</Notice>}
      <ClockNotice clock={clock} />
      <OutsideNotice lessons={week.outside_hours} />
      {hasUsual && dates.some((date) => date >= today) && (
        <EditedDays
          dates={edited}
          unedited={uneditedSentence(saved, today)}
          looking={back.looking}
          onHandBack={back.lookAt}
        />
      )}
      <HoursBoard
        hours={hours}
        edited={edited}
        booked={week.booked}
        clock={clock}
        dates={dates}
        today={today}
        names={DATED}
        dispatch={editor.dispatch}
      />
      <SaveBar
        saved={saved}
        hours={hours}
        clock={clock}
        per="this week"
        changed={editor.changed}
        checking={editor.checking}
        onReview={editor.lookOver}
        onDiscard={() => editor.dispatch({ type: "discarded" })}
      />
      <ReviewDialog
        saved={saved}
        hours={hours}
        names={DATED}
        validation={editor.review}
        saving={editor.saving}
        error={editor.error}
        onSave={editor.saveHours}
        onClose={editor.closeReview}
      />
      <StaleDialog
        theirs={editor.theirs}
        mine={hours}
        names={DATED}
        onTakeTheirs={editor.takeTheirs}
        onKeepMine={editor.keepMine}
      />
      <HandBackDialog
        preview={back.preview}
        giving={back.giving}
        error={editor.error}
        onGive={back.giveBack}
        onClose={back.close}
      />
      <ApplyDialog weekStart={weekStart} today={today} isOpen={applying} onClose={() => setApplying(false)} />
      <LeaveDialog {...leaving} />
    </div>
  );
}
