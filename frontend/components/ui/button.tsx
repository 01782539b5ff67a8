import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "@/lib/cx";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "medium" | "small" | "large";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-taxi text-on-taxi hover:bg-taxi-deep",
  secondary: "border border-edge bg-paper text-ink hover:bg-mist",
  quiet: "text-blue hover:bg-blue-wash",
  danger: "bg-red text-on-red hover:opacity-90",
};

const SIZES: Record<ButtonSize, string> = {
  small: "min-h-11 px-3 text-sm",
  medium: "min-h-12 px-5 text-base",
  large: "min-h-14 px-6 text-lg",
};

/** The look of a button, for anything that presses: `<button>`, links, React Aria triggers. */
export function buttonStyles(
  variant: ButtonVariant = "primary",
  size: ButtonSize = "medium",
  extra = "",
): string {
  return cx(
    "inline-flex items-center justify-center gap-2 rounded-control font-semibold tabular transition-colors",
    "disabled:cursor-not-allowed disabled:opacity-45 aria-disabled:opacity-45",
    VARIANTS[variant],
    SIZES[size],
    extra,
  );
}

type Look = { variant?: ButtonVariant; size?: ButtonSize };
type ButtonProps = ComponentProps<"button"> & Look & { pending?: boolean; pendingLabel?: string };

/** A native button. While `pending` it stays focusable, says so and does nothing. */
export function Button({ variant, size, pending, pendingLabel, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonStyles(variant, size, className)}
      aria-disabled={pending || rest["aria-disabled"]}
      onClick={pending ? (event) => event.preventDefault() : rest.onClick}
    >
      {pending ? (pendingLabel ?? children) : children}
    </button>
  );
}

type LinkButtonProps = ComponentProps<typeof Link> & Look & { children: ReactNode };

export function LinkButton({ variant, size, className, ...rest }: LinkButtonProps) {
  return <Link {...rest} className={buttonStyles(variant, size, className)} />;
}
