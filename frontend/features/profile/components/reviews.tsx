import { LinkButton } from "@/components/ui/button";
import { Stars } from "@/components/ui/stars";
import { getReviews, REVIEWS_SHOWN } from "@/features/profile/queries";
import { reviewsPath } from "@/lib/paths";
import { dateIn, formatDateWithYear } from "@/lib/time";
import type { InstructorProfile, Review } from "@/lib/types";

const MAX_STARS = 5;

export async function Reviews({ profile }: { profile: InstructorProfile }) {
  const { items, total } = await getReviews(profile.slug, REVIEWS_SHOWN);
  return (
    <section aria-labelledby="reviews">
      <div className="mb-4 flex items-center gap-3">
        <h2 id="reviews" className="text-xl font-bold">
          Reviews
        </h2>
        <Stars rating={profile.rating} count={profile.review_count} />
      </div>
      {items.length === 0 ? (
        <p className="text-soft">No reviews yet. They come from students after a lesson, nobody else.</p>
      ) : (
        <ReviewList reviews={items} />
      )}
      {total > items.length && (
        <LinkButton variant="secondary" href={reviewsPath(profile.slug)} className="mt-4">
          All {total} reviews
        </LinkButton>
      )}
    </section>
  );
}

export function ReviewList({ reviews }: { reviews: Review[] }) {
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {reviews.map((review) => (
        <li key={review.id} className="rounded-card bg-mist p-4">
          <ReviewText review={review} />
        </li>
      ))}
    </ul>
  );
}

function ReviewText({ review }: { review: Review }) {
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="flex flex-wrap justify-between gap-2 text-sm">
        <span className="font-semibold">{review.student_display_name}</span>
        <span className="text-soft">
          {review.rating} of {MAX_STARS}, {formatDateWithYear(dateIn(review.created_at))}
        </span>
      </figcaption>
      {review.text && <blockquote>{review.text}</blockquote>}
      {review.answer && (
        <p className="border-l-4 border-line pl-3 text-sm">
          <span className="font-semibold">Answer: </span>
          {review.answer}
        </p>
      )}
    </figure>
  );
}
