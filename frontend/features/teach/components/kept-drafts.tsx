"use client";

import Link from "next/link";
import { Notice } from "@/components/ui/states";
import type { Offering } from "@/lib/types";
import { useDrafted } from "@/lib/use-draft";
import { draftNames } from "../drafts";
import type { Step } from "../model";

type KeptDraftsProps = { person: string; steps: readonly Step[]; offerings: Offering[] };

/** The steps in which something is written and not saved. */
export function KeptDrafts({ person, steps, offerings }: KeptDraftsProps) {
  const namesOf = ({ id }: Step) => draftNames(person, id, offerings);
  const drafted = useDrafted(steps.flatMap(namesOf));
  const begun = steps.filter((step) => namesOf(step).some((name) => drafted.includes(name)));
  if (begun.length === 0) return null;
  return (
    <Notice>
      <p className="font-semibold">Written here, not saved yet:</p>
      <ul className="flex flex-wrap gap-x-4">
        {begun.map(({ id, title, href }) => (
          <li key={id}>
            <Link href={href} className="inline-flex min-h-11 items-center font-semibold text-blue underline">
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
