import { Notice } from "@/components/ui/states";
import type { BookedOnDay } from "@/lib/types";
import { plural } from "@/lib/words";
import { LessonLinks } from "./lesson-links";

/** Lessons that no hours cover: they stay booked, and are easily forgotten. */
export function OutsideNotice({ lessons }: { lessons: readonly BookedOnDay[] }) {
  if (lessons.length === 0) return null;
  return (
    <Notice>
      <p className="font-semibold">
        {plural(lessons.length, "lesson")} outside your hours. Booked is booked; open hours around or cancel.
      </p>
      <LessonLinks lessons={lessons} />
    </Notice>
  );
}
