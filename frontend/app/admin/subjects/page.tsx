import type { Metadata } from "next";
import { Pages } from "@/components/marketplace/pages";
import { Part } from "@/components/ui/part";
import { EmptyState } from "@/components/ui/states";
import { requireArea } from "@/features/admin/access";
import { getSubjectFacts } from "@/features/admin/analytics-queries";
import { Sheet } from "@/features/admin/components/sheet";
import { SubjectTable } from "@/features/admin/components/subject-facts";
import { pathWith, readOffset } from "@/features/admin/filters";
import { PER_PAGE } from "@/features/admin/server-queries";
import { single } from "@/lib/paths";

export const metadata: Metadata = { title: "Subjects" };

export default async function SubjectsPage({ searchParams }: PageProps<"/admin/subjects">) {
  const offset = readOffset(single(await searchParams).offset);
  const pathAt = (next: number) => pathWith("/admin/subjects", { offset: next });
  await requireArea("subjects", pathAt(offset));
  return (
    <Sheet title="Subjects">
      <p className="max-w-prose text-soft">
        Of the last 28 days, made anew every three hours, the most searched for first.
      </p>
      <Part key={offset} label="Loading subjects" skeleton="h-96" load={() => getSubjectFacts(offset)}>
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState title="No facts yet">The worker makes them every three hours.</EmptyState>
          ) : (
            <div className="flex flex-col gap-6">
              <SubjectTable subjects={items} />
              <Pages total={total} limit={PER_PAGE} offset={offset} one="subject" hrefFor={pathAt} />
            </div>
          )
        }
      </Part>
    </Sheet>
  );
}
