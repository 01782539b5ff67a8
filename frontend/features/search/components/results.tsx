import { InstructorCard } from "@/components/marketplace/instructor-card";
import { Pages } from "@/components/marketplace/pages";
import { Why } from "@/features/search/components/why";
import { type Names, pagePath, type SearchState } from "@/features/search/model";
import type { SearchAnswer } from "@/lib/types";

type ResultsProps = { answer: SearchAnswer; state: SearchState; names: Names; today: string };

export function Results({ answer, state, names, today }: ResultsProps) {
  return (
    <div className="flex flex-col gap-6">
      <ol className="flex flex-col gap-4">
        {answer.results.map((result) => (
          <li key={result.offering.id}>
            <InstructorCard
              result={result}
              today={today}
              letters={names.letters}
              place={answer.understood.place ?? undefined}
            >
              <Why result={result} />
            </InstructorCard>
          </li>
        ))}
      </ol>
      <Pages
        total={answer.total}
        limit={answer.limit}
        offset={answer.offset}
        one="instructor"
        hrefFor={(offset) => pagePath(state, offset)}
      />
    </div>
  );
}
