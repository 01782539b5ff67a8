import Link from "next/link";
import { EmptyState } from "@/components/ui/states";
import type { UserSummary } from "@/features/admin/types";
import { plural } from "@/lib/words";

type ActorChoiceProps = { by: string; people: UserSummary[]; total: number; hrefFor: (id: string) => string };

/** Several people are called so, or nobody: which of them did it is chosen here. */
export function ActorChoice({ by, people, total, hrefFor }: ActorChoiceProps) {
  if (total === 0)
    return <EmptyState title="Nobody found">No name and no e-mail has &quot;{by}&quot; in it.</EmptyState>;
  return (
    <section aria-labelledby="actor-choice" className="flex flex-col gap-3">
      <h2 id="actor-choice" className="text-xl font-bold">
        Whom do you mean?
      </h2>
      {total > people.length && (
        <p className="text-soft">
          {plural(total, "person", "people")} are called so; these joined last. Say more of the name or
          e-mail.
        </p>
      )}
      <ul aria-label="People" className="divide-y divide-line border-y border-line">
        {people.map(({ id, first_name: first, last_name: last, email }) => (
          <li key={id}>
            <Link href={hrefFor(id)} className="flex min-h-14 flex-col justify-center py-2 hover:bg-mist">
              <span className="font-semibold">
                {first} {last}
              </span>
              <span className="truncate text-sm text-soft">{email}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
