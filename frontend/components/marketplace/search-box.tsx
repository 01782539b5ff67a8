import { Search } from "lucide-react";
import { SearchInput } from "@/components/marketplace/search-input";
import { cx } from "@/lib/cx";

type SearchBoxProps = { defaultValue?: string; size?: "large" | "compact" };

/** A plain form that goes to the results: works before any script has loaded. */
export function SearchBox({ defaultValue, size = "compact" }: SearchBoxProps) {
  const large = size === "large";
  return (
    <search>
      <form
        action="/search"
        className={cx(
          "relative flex w-full items-stretch rounded-card border-2 bg-paper text-ink focus-within:outline-3 focus-within:outline-offset-2",
          large
            ? "min-h-16 border-paper focus-within:outline-taxi"
            : "min-h-12 border-edge focus-within:outline-blue",
        )}
      >
        <label className="sr-only" htmlFor={`q-${size}`}>
          What do you want to learn?
        </label>
        <SearchInput
          id={`q-${size}`}
          name="q"
          type="search"
          defaultValue={defaultValue}
          placeholder={large ? "Piano tomorrow evening under $80" : "What do you want to learn?"}
          maxLength={300}
          autoComplete="off"
          enterKeyHint="search"
          className={cx(
            "w-full min-w-0 rounded-card bg-transparent px-4 outline-none placeholder:text-soft",
            large ? "text-lg sm:px-6 sm:text-xl" : "text-base",
          )}
        />
        <button
          type="submit"
          className={cx(
            "flex shrink-0 items-center gap-2 rounded-r-[0.625rem] bg-taxi font-bold text-on-taxi hover:bg-taxi-deep focus-visible:-outline-offset-4 focus-visible:outline-on-taxi",
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
