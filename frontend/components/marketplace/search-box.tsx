import { Search } from "lucide-react";
import { cx } from "@/lib/cx";

type SearchBoxProps = {
  defaultValue?: string;
  /** What else the address holds and the next search keeps. */
  keep?: Record<string, string>;
  size?: "large" | "compact";
  autoFocus?: boolean;
};

/** A plain form that goes to the results: works before any script has loaded. */
export function SearchBox({ defaultValue, keep = {}, size = "compact" }: SearchBoxProps) {
  const large = size === "large";
  return (
    <search>
      <form
        action="/search"
        className={cx(
          "flex w-full items-stretch overflow-hidden rounded-card border-2 bg-paper text-ink focus-within:outline-3 focus-within:outline-offset-2",
          large
            ? "min-h-16 border-paper focus-within:outline-taxi"
            : "min-h-12 border-edge focus-within:outline-blue",
        )}
      >
        <label className="sr-only" htmlFor={`q-${size}`}>
          What do you want to learn?
        </label>
        <input
          id={`q-${size}`}
          name="q"
          type="search"
          defaultValue={defaultValue}
          placeholder={large ? "Piano tomorrow evening under $80" : "What do you want to learn?"}
          maxLength={300}
          autoComplete="off"
          enterKeyHint="search"
          className={cx(
            "w-full min-w-0 bg-transparent px-4 outline-none placeholder:text-soft",
            large ? "text-lg sm:px-6 sm:text-xl" : "text-base",
          )}
        />
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button
          type="submit"
          className={cx(
            "flex shrink-0 items-center gap-2 bg-taxi font-bold text-on-taxi hover:bg-taxi-deep focus-visible:-outline-offset-4 focus-visible:outline-on-taxi",
            large ? "px-5 text-lg sm:px-8" : "px-4",
          )}
        >
          <Search aria-hidden size={large ? 24 : 20} strokeWidth={2.5} />
          <span className={large ? "max-sm:sr-only" : "sr-only"}>Search</span>
        </button>
      </form>
    </search>
  );
}
