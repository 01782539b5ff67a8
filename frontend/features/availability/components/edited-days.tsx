import { Button } from "@/components/ui/button";
import { formatDate, formatWeekday } from "@/lib/time";

type EditedDaysProps = {
  dates: readonly string[];
  /** What is said when there are none. */
  unedited: string;
  /** The day that is being looked over. */
  looking: string | null;
  onHandBack: (date: string) => void;
};

const ID = "edited-days";
export const focusEditedDays = () => document.getElementById(ID)?.focus();

/** Which coming days of a week were edited by hand, and their way back to the usual week. */
export function EditedDays({ dates, unedited, ...actions }: EditedDaysProps) {
  return (
    <section id={ID} tabIndex={-1} aria-label="Your usual week" className="outline-none">
      {dates.length === 0 ? (
        <p className="text-soft">{unedited}</p>
      ) : (
        <details open={dates.length === 1} className="rounded-control bg-mist px-4 py-1">
          <summary className="min-h-11 content-center">
            <span className="font-semibold">Edited by hand:</span> {dates.map(formatWeekday).join(", ")}
          </summary>
          <p className="text-soft">Your usual week leaves what is edited by hand alone.</p>
          <Days dates={dates} {...actions} />
        </details>
      )}
    </section>
  );
}

function Days({ dates, looking, onHandBack }: Omit<EditedDaysProps, "unedited">) {
  return (
    <ul className="divide-y divide-line">
      {dates.map((date) => (
        <li key={date} className="flex flex-wrap items-center justify-between gap-x-4 py-1">
          <span className="font-semibold tabular">{formatDate(date)}</span>
          <Button
            variant="quiet"
            size="small"
            className="-mr-3"
            pending={looking === date}
            pendingLabel="Checking"
            aria-label={`Back to the usual week: ${formatDate(date)}`}
            onClick={() => onHandBack(date)}
          >
            Back to the usual week
          </Button>
        </li>
      ))}
    </ul>
  );
}
