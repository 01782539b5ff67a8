import { formatDate } from "@/lib/time";
import type { UsualWeekValidation } from "@/lib/types";
import { plural } from "@/lib/words";

/** What a usual week does to the days that are coming. */
export function UsualEffect({ preview }: { preview: UsualWeekValidation }) {
  const [changed, kept] = [Object.keys(preview.changes).sort(), preview.kept_days];
  const last = changed.at(-1);
  return (
    <div className="flex flex-col gap-2">
      <p>
        {last
          ? `${plural(changed.length, "coming day")} up to ${formatDate(last)} get these hours, and later days as they come.`
          : "No coming day changes."}
      </p>
      {kept.length > 0 && (
        <details>
          <summary className="min-h-11 content-center font-semibold">
            {kept.length === 1
              ? "1 day edited by hand stays as it is"
              : `${kept.length} days edited by hand stay as they are`}
          </summary>
          <p className="tabular">{kept.map(formatDate).join(", ")}</p>
        </details>
      )}
    </div>
  );
}
