import { formatCents } from "@/lib/money";
import type { InstructorProfile } from "@/lib/types";

/** The lowest price of any lesson that is sold, in cents; null when nothing is. */
export function lowestPrice(profile: InstructorProfile): number | null {
  const prices = profile.offerings.map(({ rate_cents: rate, durations }) =>
    Math.round((rate * Math.min(...durations)) / 60),
  );
  return prices.length > 0 ? Math.min(...prices) : null;
}

/** The letters of the categories that someone teaches, each once. */
export function bulletsOf(profile: InstructorProfile, letters: Record<string, string>): string[] {
  return [...new Set(profile.offerings.map(({ category }) => letters[category] ?? ""))].filter(Boolean);
}

export const subjectsLine = (profile: InstructorProfile): string =>
  profile.offerings.map(({ subject_name: name }) => name).join(", ");

export function descriptionOf(profile: InstructorProfile): string {
  const price = lowestPrice(profile);
  const from = price === null ? "" : ` Lessons from ${formatCents(price)}.`;
  return `${subjectsLine(profile)} lessons in New York with ${profile.display_name}. ${profile.headline}.${from} Book at once.`;
}

/** schema.org: the person, what they offer, how they are rated. */
export function structuredData(profile: InstructorProfile, url: string): object {
  const rated = profile.rating !== null && {
    aggregateRating: {
      "@type": "AggregateRating",
      ratingValue: profile.rating,
      reviewCount: profile.review_count,
    },
  };
  return {
    "@context": "https://schema.org",
    "@type": "ProfilePage",
    url,
    mainEntity: {
      "@type": "Person",
      name: profile.display_name,
      description: profile.headline,
      jobTitle: "Private instructor",
      knowsAbout: profile.offerings.map(({ subject_name: name }) => name),
      makesOffer: profile.offerings.map((offering) => ({
        "@type": "Offer",
        itemOffered: { "@type": "Service", name: `${offering.subject_name} lesson`, ...rated },
        price: (offering.rate_cents / 100).toFixed(2),
        priceCurrency: "USD",
        availability: "https://schema.org/InStock",
      })),
    },
  };
}
