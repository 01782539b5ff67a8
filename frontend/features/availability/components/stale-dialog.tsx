"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { changes, describe, type WeekHours } from "../model";
import type { DayNames } from "../usual";

type StaleDialogProps = {
  /** What was stored meanwhile; null when nothing was. */
  theirs: WeekHours | null;
  mine: WeekHours;
  names: DayNames;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
};

/** Somebody, or another window, stored this week meanwhile: both are shown, and a person decides. */
export function StaleDialog({ theirs, mine, names, onTakeTheirs, onKeepMine }: StaleDialogProps) {
  return (
    <Dialog title="These hours were changed elsewhere" isOpen={theirs !== null} onClose={onKeepMine}>
      <p>These days differ between what is stored now and what you painted.</p>
      <table className="w-full border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line">
            <th className="py-2 pr-3">Day</th>
            <th className="py-2 pr-3">Stored</th>
            <th className="py-2">Yours</th>
          </tr>
        </thead>
        <tbody>
          {changes(theirs ?? mine, mine).map(({ date }) => (
            <tr key={date} className="border-b border-line align-top">
              <th scope="row" className="py-2 pr-3 font-semibold">
                {names.short(date)}
              </th>
              <td className="tabular py-2 pr-3">{hoursText(theirs ?? mine, date)}</td>
              <td className="tabular py-2">{hoursText(mine, date)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap gap-3">
        <Button onClick={onKeepMine}>Keep mine and go on</Button>
        <Button variant="secondary" onClick={onTakeTheirs}>
          Take what is stored
        </Button>
      </div>
    </Dialog>
  );
}

const hoursText = (hours: WeekHours, date: string): string =>
  (hours[date] ?? []).map(describe).join(", ") || "No hours";
