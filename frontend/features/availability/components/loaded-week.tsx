"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/states";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { cx } from "@/lib/cx";
import type { AvailabilityWeek } from "@/lib/types";
import { EARLY_END } from "../grid";
import { datesOf } from "../model";
import { FillTools } from "./fill-tools";
import { HoursList } from "./hours-list";
import { OutsideNotice } from "./outside-notice";
import { ReviewDialog } from "./review-dialog";
import { SaveBar } from "./save-bar";
import { StaleDialog } from "./stale-dialog";
import { useUnsaved } from "./use-unsaved";
import { useWeekEditor } from "./use-week-editor";
import { WeekGrid } from "./week-grid";

type LoadedWeekProps = {
  week: AvailabilityWeek;
  today: string;
  onUnsaved: (unsaved: boolean) => void;
};

type View = "paint" | "type";

const VIEWS: { id: View; name: string }[] = [
  { id: "paint", name: "Paint" },
  { id: "type", name: "Type" },
];

/** One week: the grid and the same hours as text beside it; on phones one of the two at a time. */
export function LoadedWeek({ week, today, onUnsaved }: LoadedWeekProps) {
  const router = useRouter();
  const editor = useWeekEditor(week, today, () => router.refresh());
  useUnsaved(editor.changed, onUnsaved);
  const [view, setView] = useState<View>("paint");
  const { hours, saved, weekStart, undo } = editor.state;
  const dates = datesOf(weekStart);
  const opensEarly = Object.values(hours).some((ranges) => ranges.some(({ start }) => start < EARLY_END));
  const [early, setEarly] = useState(opensEarly);
  return (
    <div className="flex flex-col gap-6">
      <FillTools
        canUndo={undo.length > 0}
        copying={editor.copying}
        onPreset={editor.preset}
        onCopyLastWeek={editor.copyLastWeek}
        onUndo={() => editor.dispatch({ type: "undone" })}
      />
      {editor.error && !editor.review && <Notice tone="error">{editor.error}</Notice>}
      <OutsideNotice lessons={week.outside_hours} />
      <ToggleGroup
        label="How to set hours"
        options={VIEWS}
        selected={view}
        onChange={(id) => setView(id as View)}
        className="self-start lg:hidden"
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section aria-label="Paint your hours" className={cx("min-w-0", view !== "paint" && "max-lg:hidden")}>
          <Checkbox isSelected={early} onChange={setEarly}>
            Show midnight to 6 AM
          </Checkbox>
          <WeekGrid
            hours={hours}
            booked={week.booked}
            dates={dates}
            today={today}
            withEarlyHours={early}
            onStroke={(stroke) => editor.dispatch({ type: "painted", stroke })}
          />
        </section>
        <section
          aria-labelledby="typed-hours"
          className={cx("flex flex-col gap-4", view !== "type" && "max-lg:hidden")}
        >
          <div>
            <h2 id="typed-hours" className="text-lg font-bold">
              Your hours as text
            </h2>
            <p className="text-sm text-soft">For example: 9-12, 2pm-5:30pm</p>
          </div>
          <HoursList
            hours={hours}
            booked={week.booked}
            dates={dates}
            today={today}
            onChange={(date, ranges) => editor.dispatch({ type: "dayChanged", date, ranges })}
          />
        </section>
      </div>
      <SaveBar
        saved={saved}
        hours={hours}
        changed={editor.changed}
        checking={editor.checking}
        onReview={editor.lookOver}
        onDiscard={() => editor.dispatch({ type: "discarded" })}
      />
      <ReviewDialog
        saved={saved}
        hours={hours}
        validation={editor.review}
        saving={editor.saving}
        error={editor.error}
        onSave={editor.saveWeek}
        onClose={editor.closeReview}
      />
      <StaleDialog
        theirs={editor.theirs}
        mine={hours}
        onTakeTheirs={editor.takeTheirs}
        onKeepMine={editor.keepMine}
      />
    </div>
  );
}
