import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

const shape =
  "inline-flex min-h-11 items-center gap-1.5 whitespace-nowrap rounded-full border px-4 text-sm font-semibold";

export const chipStyles = cx(shape, "border-edge bg-paper hover:bg-mist");

type RemovableChipProps = { children: ReactNode; removeHref: string; removeLabel: string };

/** A fact that can be taken away again; the whole chip is the link that does so. */
export function RemovableChip({ children, removeHref, removeLabel }: RemovableChipProps) {
  return (
    <Link
      href={removeHref}
      aria-label={removeLabel}
      scroll={false}
      className={cx(shape, "border-ink bg-ink pr-3 text-paper hover:opacity-85")}
    >
      {children}
      <X aria-hidden size={16} />
    </Link>
  );
}

type TagProps = { children: ReactNode; tone?: "plain" | "green" | "red" | "taxi"; className?: string };

const TONES = {
  plain: "bg-mist text-ink",
  green: "bg-green-wash text-green",
  red: "bg-red-wash text-red",
  taxi: "bg-taxi text-on-taxi",
} as const;

/** A fact that is only read. */
export function Tag({ children, tone = "plain", className }: TagProps) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 rounded-full px-2.5 py-0.5 text-sm font-semibold",
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
