import { cx } from "@/lib/cx";

export type BulletLetter = "M" | "A" | "L" | "S" | "R" | "K" | "H";

const COLOURS: Record<BulletLetter, string> = {
  M: "bg-bullet-m text-on-bullet-m",
  A: "bg-bullet-a text-on-bullet-a",
  L: "bg-bullet-l text-on-bullet-l",
  S: "bg-bullet-s text-on-bullet-s",
  R: "bg-bullet-r text-on-bullet-r",
  K: "bg-bullet-k text-on-bullet-k",
  H: "bg-bullet-h text-on-bullet-h",
};

const SIZES = {
  small: "size-6 text-sm",
  medium: "size-9 text-lg",
  large: "size-14 text-2xl",
} as const;

const isLetter = (letter: string): letter is BulletLetter => letter in COLOURS;

type BulletProps = { letter: string; size?: keyof typeof SIZES; className?: string };

/** A route bullet. It repeats what the words beside it say, so it is hidden from screen readers. */
export function Bullet({ letter, size = "medium", className }: BulletProps) {
  const colours = isLetter(letter) ? COLOURS[letter] : "bg-ink text-paper";
  return (
    <span
      aria-hidden
      className={cx(
        "inline-grid shrink-0 place-items-center rounded-full font-bold leading-none",
        SIZES[size],
        colours,
        className,
      )}
    >
      {letter}
    </span>
  );
}
