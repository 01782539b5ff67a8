import { Button } from "@/components/ui/button";
import type { AppliedWeek } from "@/lib/types";
import { plural } from "@/lib/words";
import { spanOf } from "../days-off";
import { OutsideNotice } from "./outside-notice";

type AppliedProps = { applied: AppliedWeek; onClose: () => void };

/** What giving a week's hours to others has done. */
export function Applied({ applied, onClose }: AppliedProps) {
  const days = applied.changed_days.toSorted();
  const [first, last] = [days[0], days.at(-1)];
  return (
    <>
      <p role="status">
        {first && last
          ? `${plural(days.length, "day")} changed: ${spanOf(first, last)}.`
          : "Nothing changed: these hours are there already."}
      </p>
      <OutsideNotice lessons={applied.outside_hours} />
      <Button className="self-start" onClick={onClose}>
        Done
      </Button>
    </>
  );
}
