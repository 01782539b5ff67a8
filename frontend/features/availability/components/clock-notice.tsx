import { Notice } from "@/components/ui/states";
import { type ClockChanges, clockSentence } from "../clock";

/** Says on which day of the week the clock jumps or repeats, and what that means. */
export function ClockNotice({ clock }: { clock: ClockChanges }) {
  const days = Object.entries(clock);
  if (days.length === 0) return null;
  return (
    <Notice>
      {days.map(([date, change]) => (
        <p key={date}>{clockSentence(date, change)}</p>
      ))}
    </Notice>
  );
}
