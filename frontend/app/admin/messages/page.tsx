import type { Metadata } from "next";
import { Pages } from "@/components/marketplace/pages";
import { Part } from "@/components/ui/part";
import { requireArea } from "@/features/admin/access";
import { DeadLetters } from "@/features/admin/components/dead-letters";
import { Sheet } from "@/features/admin/components/sheet";
import { pathWith, readOffset } from "@/features/admin/filters";
import { getDeadLetters, PER_PAGE } from "@/features/admin/server-queries";
import { single } from "@/lib/paths";

export const metadata: Metadata = { title: "Dead letters" };

export default async function MessagesPage({ searchParams }: PageProps<"/admin/messages">) {
  const offset = readOffset(single(await searchParams).offset);
  const pathAt = (next: number) => pathWith("/admin/messages", { offset: next });
  await requireArea("messages", pathAt(offset));
  return (
    <Sheet title="Dead letters">
      <p className="max-w-prose text-soft">
        Messages that could not be delivered, most of them in fifteen attempts. Mend the reason first, then
        send them again.
      </p>
      <Part key={offset} label="Loading dead letters" skeleton="h-96" load={() => getDeadLetters(offset)}>
        {({ items, total }) => (
          <div className="flex flex-col gap-6">
            <DeadLetters letters={items} />
            <Pages total={total} limit={PER_PAGE} offset={offset} one="message" hrefFor={pathAt} />
          </div>
        )}
      </Part>
    </Sheet>
  );
}
