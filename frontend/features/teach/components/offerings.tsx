"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Option } from "@/components/ui/select";
import { writeDraft } from "@/lib/drafts";
import type { Offering, OfferingWrite } from "@/lib/types";
import { useDrafted } from "@/lib/use-draft";
import { draftName, NEW } from "../drafts";
import { saveOffering } from "../queries";
import { OfferingForm } from "./offering-form";
import { OfferingRow } from "./offering-row";
import { RemoveOffering } from "./remove-offering";

type OfferingsProps = { person: string; offerings: Offering[]; subjects: Option[] };

/** The priced subjects of an instructor: added, changed and taken away one at a time. */
export function Offerings({ person, offerings, subjects }: OfferingsProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState<string | null>();
  const [removing, setRemoving] = useState<Offering | null>(null);
  const nameOf = (id: string) => draftName(person, "subjects", id);
  const drafted = useDrafted([NEW, ...offerings.map(({ id }) => id)].map(nameOf));
  const isDrafted = (id: string) => drafted.includes(nameOf(id));
  // Whoever comes back finds the form open in which something is written.
  const begun = [...offerings.map(({ id }) => id), NEW].find(isDrafted) ?? null;
  const editing = offerings.length === 0 ? NEW : chosen === undefined ? begun : chosen;
  const free = subjects.filter(({ id }) => !offerings.some(({ subject }) => subject === id));

  async function save(id: string | null, body: OfferingWrite) {
    await saveOffering(id, body);
    setChosen(null);
    router.refresh();
  }

  return (
    <div className="flex flex-col gap-4">
      {offerings.map((offering) =>
        editing === offering.id ? (
          <OfferingForm
            key={offering.id}
            person={person}
            offering={offering}
            subjects={subjects}
            onSave={(body) => save(offering.id, body)}
            onClose={() => setChosen(null)}
          />
        ) : (
          <OfferingRow
            key={offering.id}
            offering={offering}
            drafted={isDrafted(offering.id)}
            onEdit={() => setChosen(offering.id)}
            onRemove={() => setRemoving(offering)}
          />
        ),
      )}
      {editing === NEW ? (
        <OfferingForm
          person={person}
          offering={null}
          subjects={free}
          onSave={(body) => save(null, body)}
          {...(offerings.length > 0 ? { onClose: () => setChosen(null) } : {})}
        />
      ) : (
        <Button variant="secondary" className="self-start" onClick={() => setChosen(NEW)}>
          <Plus aria-hidden size={20} /> {isDrafted(NEW) ? "Go on with the new subject" : "Add a subject"}
        </Button>
      )}
      <RemoveOffering
        offering={removing}
        onClose={() => setRemoving(null)}
        onRemoved={({ id }) => {
          writeDraft(nameOf(id), null);
          router.refresh();
        }}
      />
    </div>
  );
}
