import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/lib/cx";

type EmptyStateProps = { title: string; children?: ReactNode; action?: ReactNode };

/** Nothing here yet: what it would be, and the way to it. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-card bg-mist p-6 sm:p-8">
      <h2 className="text-xl font-bold">{title}</h2>
      {children && <div className="max-w-prose text-soft">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

type ErrorStateProps = { title?: string; message: string; onRetry?: () => void };

export function ErrorState({ title = "That did not work", message, onRetry }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-start gap-3 rounded-card bg-red-wash p-6">
      <h2 className="text-lg font-bold text-red">{title}</h2>
      <p>{message}</p>
      {onRetry && (
        <Button variant="secondary" size="small" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

const TONES = {
  info: "bg-blue-wash",
  success: "bg-green-wash",
  error: "bg-red-wash",
} as const;

type NoticeProps = { tone?: keyof typeof TONES; children: ReactNode; className?: string };

/** A few words above a form or a list. Errors are announced at once. */
export function Notice({ tone = "info", children, className }: NoticeProps) {
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={cx("flex gap-3 rounded-control p-4", TONES[tone], className)}
    >
      {tone === "error" && <CircleAlert aria-hidden size={20} className="mt-0.5 shrink-0 text-red" />}
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
