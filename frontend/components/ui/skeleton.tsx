import { cx } from "@/lib/cx";

/** A grey shape where something is about to stand. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx("animate-pulse rounded-control bg-line", className)} />;
}

/** Says once that something loads; the shapes inside are decoration. */
export function LoadingRegion({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
