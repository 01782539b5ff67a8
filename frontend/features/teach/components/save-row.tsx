import { Button } from "@/components/ui/button";
import { cx } from "@/lib/cx";

type SaveRowProps = {
  label: string;
  pending: boolean;
  kept: boolean;
  onDiscard: () => void;
  onRestore: (() => void) | null;
  /** How the form is left as it is, where it can be. */
  onClose?: () => void;
};

/** Saving what a step holds; while something is not saved it stays in sight and says that it is kept. */
export function SaveRow({ label, pending, kept, onDiscard, onRestore, onClose }: SaveRowProps) {
  return (
    <div
      className={cx(
        "flex flex-wrap items-center gap-x-3 gap-y-2",
        kept && "sticky bottom-0 z-10 -mx-1 border-t border-line bg-paper px-1 py-3",
      )}
    >
      <Button type="submit" pending={pending} pendingLabel="Saving">
        {label}
      </Button>
      {(kept || onRestore) && (
        <Button variant="quiet" onClick={kept ? onDiscard : (onRestore ?? undefined)}>
          {kept ? "Discard" : "Bring it back"}
        </Button>
      )}
      {onClose && !kept && (
        <Button variant="secondary" onClick={onClose}>
          Close
        </Button>
      )}
      <p role="status" className="text-sm text-soft">
        {statusOf(kept, onRestore !== null)}
      </p>
    </div>
  );
}

function statusOf(kept: boolean, discarded: boolean): string {
  if (kept) return "Kept here, not saved yet.";
  return discarded ? "Discarded." : "";
}
