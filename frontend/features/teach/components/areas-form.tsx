"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { CheckboxGroup } from "@/components/ui/checkbox";
import type { Borough, Neighborhood } from "@/lib/types";
import { useDraft } from "@/lib/use-draft";
import { useSubmit } from "@/lib/use-submit";
import { plural } from "@/lib/words";
import { draftName } from "../drafts";
import { errorOf } from "../model";
import { saveAreas } from "../queries";
import { FormProblem } from "./form-problem";
import { SaveRow } from "./save-row";

type Area = Pick<Neighborhood, "slug" | "name" | "borough">;

type AreasFormProps = {
  person: string;
  boroughs: Borough[];
  neighborhoods: Area[];
  chosen: string[];
  next: string;
};

/** The neighbourhoods an instructor travels to, borough by borough. */
export function AreasForm({ person, boroughs, neighborhoods, chosen, next }: AreasFormProps) {
  const router = useRouter();
  const [saved, setSaved] = useState({ areas: chosen.toSorted() });
  const { value, change, drop, ...draft } = useDraft(draftName(person, "where"), saved);
  const areas = new Set(value.areas);
  const form = useSubmit(async () => {
    await saveAreas(value.areas);
    setSaved(value);
    drop();
    router.push(next);
    router.refresh();
  });

  const wrong = form.message ?? errorOf(form.fieldErrors, "neighborhoods") ?? null;

  function replaceIn(borough: Area[], slugs: string[]) {
    const others = value.areas.filter((slug) => !borough.some((item) => item.slug === slug));
    change({ areas: [...others, ...slugs].sort() });
  }

  return (
    <Form onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <FormProblem message={wrong} error={form.error} path="/teach/where" />
      <p role="status" className="font-semibold">
        {areas.size === 0 ? "No neighborhood chosen yet" : `${plural(areas.size, "neighborhood")} chosen`}
      </p>
      {boroughs.map((borough) => {
        const here = neighborhoods.filter((item) => item.borough === borough.slug);
        return (
          <BoroughAreas
            key={borough.slug}
            name={borough.name}
            here={here}
            chosen={here.map(({ slug }) => slug).filter((slug) => areas.has(slug))}
            onChange={(slugs) => replaceIn(here, slugs)}
          />
        );
      })}
      <SaveRow
        label="Save and go on"
        pending={form.pending}
        kept={draft.kept}
        onDiscard={draft.discard}
        onRestore={draft.restore}
      />
    </Form>
  );
}

type BoroughAreasProps = {
  name: string;
  here: Area[];
  chosen: string[];
  onChange: (slugs: string[]) => void;
};

function BoroughAreas({ name, here, chosen, onChange }: BoroughAreasProps) {
  const [opened, setOpened] = useState<boolean | null>(null);
  return (
    <details
      className="rounded-card border border-line"
      // Once open it stays so, though the last neighborhood is taken away.
      open={opened ?? chosen.length > 0}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary className="flex min-h-14 items-center justify-between gap-3 px-5 font-bold">
        <span>{name}</span>
        <span className="tabular text-sm font-semibold text-soft">
          {chosen.length} of {here.length}
        </span>
      </summary>
      <div className="flex flex-col gap-4 border-t border-line p-5">
        <div className="flex gap-2">
          <Button variant="secondary" size="small" onClick={() => onChange(here.map(({ slug }) => slug))}>
            All of {name}
          </Button>
          <Button variant="quiet" size="small" onClick={() => onChange([])}>
            None
          </Button>
        </div>
        <CheckboxGroup
          label={`Neighborhoods in ${name}`}
          options={here.map(({ slug, name: label }) => ({ id: slug, name: label }))}
          value={chosen}
          onChange={onChange}
          className="[&>div]:grid sm:[&>div]:grid-cols-2"
        />
      </div>
    </details>
  );
}
