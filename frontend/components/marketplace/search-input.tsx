"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, type KeyboardEvent, useId, useState } from "react";
import { step, suggestionPath } from "@/components/marketplace/suggestions";
import { useSuggestions } from "@/components/marketplace/use-suggestions";
import { cx } from "@/lib/cx";
import type { Suggestion } from "@/lib/types";
import { plural } from "@/lib/words";

const KINDS: Record<string, string> = {
  subject: "Subject",
  category: "Line",
  neighborhood: "Neighborhood",
  borough: "Borough",
  recent: "Searched before",
};

/** The field of a search: a plain input until there is something to suggest; arrows, Enter and Escape as usual. */
export function SearchInput(props: ComponentProps<"input">) {
  const router = useRouter();
  const listId = useId();
  const { found, ask, clear } = useSuggestions();
  const [active, setActive] = useState<number | null>(null);
  const close = () => {
    clear();
    setActive(null);
  };
  const go = (suggestion: Suggestion) => {
    close();
    router.push(suggestionPath(suggestion));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = active === null ? undefined : found[active];
    if (event.key === "Escape" && found.length > 0) close();
    else if (event.key === "ArrowDown") setActive(step(active, 1, found.length));
    else if (event.key === "ArrowUp") setActive(step(active, -1, found.length));
    else if (event.key === "Enter" && chosen) go(chosen);
    else return;
    event.preventDefault();
  };
  const open = found.length > 0;
  return (
    <>
      <input
        {...props}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={listId}
        aria-activedescendant={active === null ? undefined : `${listId}-${active}`}
        onChange={(event) => {
          setActive(null);
          ask(event.target.value);
        }}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target.value === "" && ask("")}
        onBlur={close}
      />
      <Options id={listId} found={found} active={active} onPoint={setActive} onChoose={go} />
      <span role="status" className="sr-only">
        {open && plural(found.length, "suggestion")}
      </span>
    </>
  );
}

type OptionsProps = {
  id: string;
  found: Suggestion[];
  active: number | null;
  onPoint: (index: number) => void;
  onChoose: (suggestion: Suggestion) => void;
};

/** The keys belong to the field, which keeps the focus; here are pointers only. */
function Options({ id, found, active, onPoint, onChoose }: OptionsProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      tabIndex={-1}
      hidden={found.length === 0}
      className="absolute inset-x-0 top-full z-30 mt-2 overflow-hidden rounded-card border border-edge bg-paper py-1 text-base text-ink shadow-lg"
    >
      {found.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field chooses
        <div
          key={`${suggestion.kind} ${suggestion.slug}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // Or the field's blur would close the list before the click.
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => onPoint(index)}
          onClick={() => onChoose(suggestion)}
          className={cx(
            "flex min-h-12 cursor-pointer items-center justify-between gap-4 px-4",
            index === active && "bg-mist",
          )}
        >
          <span className="font-semibold">{suggestion.name}</span>
          <span className="text-sm text-soft">{KINDS[suggestion.kind]}</span>
        </div>
      ))}
    </div>
  );
}
