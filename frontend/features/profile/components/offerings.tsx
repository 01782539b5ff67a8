import Link from "next/link";
import { Bullet } from "@/components/ui/bullet";
import { Tag } from "@/components/ui/chip";
import { formatCents, formatRate, priceForMinutes } from "@/lib/money";
import { pickPath } from "@/lib/paths";
import { formatDuration } from "@/lib/time";
import type { InstructorProfile, Offering } from "@/lib/types";
import { LEVEL_NAMES, PLACE_NAMES } from "@/lib/words";

type OfferingsProps = { profile: InstructorProfile; letters: Record<string, string> };

/** What is taught, with the price of each length; a length leads to its free times. */
export function Offerings({ profile, letters }: OfferingsProps) {
  return (
    <section aria-labelledby="offerings">
      <h2 id="offerings" className="mb-4 text-xl font-bold">
        Lessons
      </h2>
      <ul className="flex flex-col gap-4">
        {profile.offerings.map((offering) => (
          <li key={offering.id} className="rounded-card border border-line p-4 sm:p-5">
            <OfferingCard offering={offering} slug={profile.slug} letter={letters[offering.category] ?? ""} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type OfferingCardProps = { offering: Offering; slug: string; letter: string };

function OfferingCard({ offering, slug, letter }: OfferingCardProps) {
  const tags = [...offering.places.map((place) => PLACE_NAMES[place]), ...levelTags(offering.levels)];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <h3 className="flex items-center gap-2 text-lg font-bold">
          <Bullet letter={letter} size="small" />
          {offering.subject_name}
        </h3>
        <span className="font-semibold tabular">{formatRate(offering.rate_cents)}</span>
      </div>
      {offering.description && <p className="max-w-prose">{offering.description}</p>}
      <div className="flex flex-wrap gap-2">
        {tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </div>
      <ul className="flex flex-wrap gap-2">
        {offering.durations.map((minutes) => (
          <li key={minutes}>
            <Link
              href={pickPath(slug, { offering: offering.id, duration: minutes })}
              prefetch={false}
              className="flex min-h-12 items-center gap-3 rounded-control border border-edge px-4 tabular hover:border-taxi hover:bg-taxi hover:text-on-taxi"
            >
              <span>
                <span className="sr-only">Pick a time for {offering.subject_name}, </span>
                {formatDuration(minutes)}
              </span>
              <span className="font-bold">{formatCents(priceForMinutes(offering.rate_cents, minutes))}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

const ALL_LEVELS = Object.keys(LEVEL_NAMES).length;

/** Levels are worth a word only where not all are taught. */
const levelTags = (levels: string[]): (string | undefined)[] =>
  levels.length === ALL_LEVELS ? ["All levels"] : levels.map((level) => LEVEL_NAMES[level]);
