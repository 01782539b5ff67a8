import type { Metadata } from "next";
import { Pages } from "@/components/marketplace/pages";
import { requireArea } from "@/features/admin/access";
import { KnownWords } from "@/features/admin/components/known-words";
import { LoadedSection } from "@/features/admin/components/section";
import { Sheet } from "@/features/admin/components/sheet";
import { UnknownWords } from "@/features/admin/components/unknown-words";
import { pathWith, readOffset } from "@/features/admin/filters";
import { getKnownWords, getWordsToLearn, PER_PAGE } from "@/features/admin/server-queries";
import { single } from "@/lib/paths";

export const metadata: Metadata = { title: "Words" };

export default async function WordsPage({ searchParams }: PageProps<"/admin/words">) {
  const offset = readOffset(single(await searchParams).offset);
  const pathAt = (next: number) => pathWith("/admin/words", { offset: next });
  await requireArea("words", pathAt(offset));
  return (
    <Sheet title="Words" gap="gap-10">
      <LoadedSection
        title="Not recognized"
        note="In searches of 90 days."
        load={() => getWordsToLearn(offset)}
      >
        {({ words, total, subjects }) => (
          <div className="flex flex-col gap-6">
            <UnknownWords words={words} subjects={subjects} />
            <Pages total={total} limit={PER_PAGE} offset={offset} one="word" hrefFor={pathAt} />
          </div>
        )}
      </LoadedSection>
      <LoadedSection title="Learned" note="The last learned first." load={getKnownWords}>
        {({ items }) => <KnownWords words={items} />}
      </LoadedSection>
    </Sheet>
  );
}
