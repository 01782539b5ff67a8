import Link from "next/link";
import { cx } from "@/lib/cx";

type ChoiceLinksProps = {
  label: string;
  options: Record<string, string>;
  chosen: string;
  hrefFor: (id: string) => string;
};

/** Views of the same page, each with its address. */
export function ChoiceLinks({ label, options, chosen, hrefFor }: ChoiceLinksProps) {
  return (
    <nav aria-label={label} className="max-w-full">
      <ul className="inline-flex max-w-full overflow-x-auto rounded-control border border-edge p-0.5">
        {Object.entries(options).map(([id, name]) => (
          <li key={id}>
            <Link
              href={hrefFor(id)}
              scroll={false}
              aria-current={id === chosen ? "true" : undefined}
              className={cx(
                "flex min-h-11 items-center whitespace-nowrap rounded-[0.375rem] px-2 font-semibold sm:px-3 focus-visible:-outline-offset-3",
                id === chosen ? "bg-ink text-paper" : "hover:bg-mist",
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
