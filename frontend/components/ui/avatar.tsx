import { cx } from "@/lib/cx";

const SIZES = { small: "size-10 text-base", medium: "size-14 text-lg", large: "size-24 text-2xl" } as const;

function initials(name: string): string {
  const [first = "", last = ""] = name.trim().split(/\s+/);
  return (first.charAt(0) + last.charAt(0)).toUpperCase();
}

type AvatarProps = { name: string; size?: keyof typeof SIZES; className?: string };

/** Initials on a black plate, like a station's number. The name itself stands beside it. */
export function Avatar({ name, size = "medium", className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={cx(
        "inline-grid shrink-0 place-items-center rounded-card bg-band font-bold text-on-band",
        SIZES[size],
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
