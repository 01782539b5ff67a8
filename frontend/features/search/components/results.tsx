import { CardWeek } from "@/components/marketplace/card-week";
import { InstructorCard } from "@/components/marketplace/instructor-card";
import { Pages } from "@/components/marketplace/pages";
import { FollowedList } from "@/features/search/components/followed-list";
import { Why } from "@/features/search/components/why";
import { type Names, pagePath, type SearchState } from "@/features/search/model";
import type { Kept } from "@/lib/favorites";
import { type FreeWeeks, getFreeWeeks } from "@/lib/free-weeks";
import type { SearchAnswer } from "@/lib/types";

type ResultsProps = { answer: SearchAnswer; state: SearchState; names: Names; today: string; kept: Kept };

export function Results({ answer, state, names, today, kept }: ResultsProps) {
  const place = answer.understood.place ?? undefined;
  const weeks = weeksOf(answer, today);
  return (
    <div className="flex flex-col gap-6">
      <FollowedList
        searchId={answer.search_id}
        items={answer.results.map((result, index) => ({
          key: result.offering.id,
          instructor: result.instructor.id,
          slug: result.instructor.slug,
          position: answer.offset + index + 1,
          card: (
            <InstructorCard
              result={result}
              today={today}
              letters={names.letters}
              place={place}
              kept={kept}
              week={<CardWeek result={result} weeks={weeks} place={place} />}
            >
              <Why result={result} />
            </InstructorCard>
          ),
        }))}
      />
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

/** The week from the day that was asked for, or from today. */
function weeksOf({ results, understood }: SearchAnswer, today: string): Promise<FreeWeeks> {
  const from = understood.date_from && understood.date_from > today ? understood.date_from : today;
  const minutes = Math.min(...results.map(({ offering }) => offering.duration_minutes));
  return getFreeWeeks([...new Set(results.map(({ instructor }) => instructor.id))], from, minutes);
}
