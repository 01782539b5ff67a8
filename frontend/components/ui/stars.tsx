import { Star } from "lucide-react";

const MAX_STARS = 5;

/** "4 of 5" as stars. */
export function StarRow({ stars }: { stars: number }) {
  return (
    <span role="img" aria-label={`${stars} of ${MAX_STARS} stars`} className="inline-flex">
      {Array.from({ length: MAX_STARS }, (_, index) => (
        <Star
          // biome-ignore lint/suspicious/noArrayIndexKey: five stars in a row have no other name
          key={index}
          aria-hidden
          size={16}
          className={index < stars ? "fill-taxi stroke-on-taxi dark:stroke-taxi" : "stroke-edge"}
        />
      ))}
    </span>
  );
}

type StarsProps = { rating: number | null; count: number };

/** "4.8 (23)"; the average shows from three reviews on, before that only how many there are. */
export function Stars({ rating, count }: StarsProps) {
  if (count === 0) return <span className="text-sm text-soft">New</span>;
  const reviews = `${count} ${count === 1 ? "review" : "reviews"}`;
  if (rating === null) return <span className="text-sm text-soft">{reviews}</span>;
  return (
    <span className="inline-flex items-center gap-1 text-sm font-semibold tabular">
      <Star aria-hidden size={16} className="fill-taxi stroke-on-taxi dark:stroke-taxi" />
      <span className="sr-only">Rated</span>
      {rating.toFixed(1)}
      <span className="font-normal text-soft">({reviews})</span>
    </span>
  );
}
