import { StarRow } from "@/components/ui/stars";
import { AnswerForm } from "@/features/lessons/components/answer-form";
import { ReviewForm } from "@/features/lessons/components/review-form";
import { dateIn, formatDateWithYear } from "@/lib/time";
import type { BookingDetail, LessonReview as Data, Review } from "@/lib/types";

type LessonReviewProps = { lesson: BookingDetail; data: Data };

/** After the lesson: the review, or the way to write it, or the way to answer it. Nothing before. */
export function LessonReview({ lesson, data }: LessonReviewProps) {
  const { review, open_until: openUntil } = data;
  if (!review && !openUntil) return null;
  return (
    <section aria-labelledby="review" className="flex flex-col gap-4 rounded-card bg-mist p-5">
      <h2 id="review" className="text-xl font-bold">
        {review ? "Review" : "Your review"}
      </h2>
      {review && <Written review={review} />}
      {review && lesson.viewer === "instructor" && <AnswerForm reviewId={review.id} answer={review.answer} />}
      {openUntil && (
        <ReviewForm
          lessonId={lesson.id}
          instructor={lesson.instructor.first_name}
          openUntil={formatDateWithYear(dateIn(openUntil, lesson.timezone))}
        />
      )}
    </section>
  );
}

function Written({ review }: { review: Review }) {
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="flex flex-wrap items-center gap-x-3 text-sm">
        <StarRow stars={review.rating} />
        <span className="font-semibold">{review.student_display_name}</span>
        <span className="text-soft">{formatDateWithYear(dateIn(review.created_at))}</span>
      </figcaption>
      {review.text && <blockquote className="whitespace-pre-line">{review.text}</blockquote>}
      {review.answer && (
        <p className="border-l-4 border-edge pl-3 text-sm">
          <span className="font-semibold">Answer: </span>
          {review.answer}
        </p>
      )}
    </figure>
  );
}
