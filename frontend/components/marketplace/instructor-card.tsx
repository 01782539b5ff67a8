import { MapPin } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Heart } from "@/components/marketplace/heart";
import { StartLinks } from "@/components/marketplace/start-links";
import { Avatar } from "@/components/ui/avatar";
import { Bullet } from "@/components/ui/bullet";
import { Stars } from "@/components/ui/stars";
import type { Kept } from "@/lib/favorites";
import { formatCents } from "@/lib/money";
import { profilePath } from "@/lib/paths";
import { formatDuration } from "@/lib/time";
import type { SearchResult } from "@/lib/types";

type InstructorCardProps = {
  result: Pick<SearchResult, "instructor" | "offering" | "next_available">;
  today: string;
  /** category -> letter of its bullet */
  letters: Record<string, string>;
  place?: string | undefined;
  /** Whom the reader keeps; null shows no heart. */
  kept: Kept;
  /** Stands under the starts: the week at a glance. */
  week?: ReactNode;
  /** Stands at the foot: why it is here. */
  children?: ReactNode;
};

function whereLine({ instructor, offering }: InstructorCardProps["result"]): string {
  const [first, ...others] = instructor.areas;
  const online = offering.places.includes("online");
  if (!first) return online ? "Online" : "New York";
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return `${first.name}${more}${online ? ", online" : ""}`;
}

/** One instructor among others: what decides is on it, and the next starts book at once. */
export function InstructorCard({ result, today, letters, place, kept, week, children }: InstructorCardProps) {
  const { instructor, offering, next_available: starts } = result;
  const choice = { offering: offering.id, duration: offering.duration_minutes, place };
  return (
    <article className="flex h-full flex-col gap-3 rounded-card border border-line bg-paper p-4 sm:p-5">
      <div className="grid grid-cols-[auto_1fr_auto] gap-x-4">
        <Avatar name={instructor.display_name} />
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3">
            <h3 className="text-lg font-bold">
              <Link
                href={profilePath(instructor.slug)}
                prefetch={false}
                className="-my-2.5 inline-flex min-h-11 min-w-11 items-center hover:underline"
              >
                {instructor.display_name}
              </Link>
            </h3>
            <Stars rating={instructor.rating} count={instructor.review_count} />
          </div>
          <p className="line-clamp-2">{instructor.headline}</p>
        </div>
        <div className="flex items-start gap-1">
          <p className="text-right tabular">
            <span className="text-lg font-bold">{formatCents(offering.price_cents)}</span>
            <span className="block text-sm text-soft">{formatDuration(offering.duration_minutes)}</span>
          </p>
          {kept && (
            <Heart
              instructorId={instructor.id}
              name={instructor.display_name}
              kept={kept.has(instructor.id)}
              className="-mr-2 -mt-2"
            />
          )}
        </div>
      </div>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <span className="inline-flex items-center gap-2 font-semibold">
          <Bullet letter={letters[offering.category] ?? ""} size="small" />
          {offering.subject_name}
        </span>
        <span className="inline-flex items-center gap-1 text-soft">
          <MapPin aria-hidden size={14} />
          {whereLine(result)}
        </span>
      </p>
      <StartLinks
        slug={instructor.slug}
        who={instructor.display_name}
        choice={choice}
        starts={starts}
        today={today}
      />
      {week}
      {children}
    </article>
  );
}
