"""Why one result stands before another: named parts between 0 and 1, each with a weight and a sentence. Pure.

The score is the sum of weight x value over the parts. Nobody can pay for any of them. The values are computed in
`search/retrieval.py`, for all candidates at once; change a weight or a part and raise VERSION.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.search.domain import SubjectMatch

VERSION = 2


class Part(StrEnum):
    SUBJECT_FIT = "subject_fit"
    LEVEL_AND_AGE_FIT = "level_and_age_fit"
    TIME_FIT = "time_fit"
    RATING = "rating"
    PRICE_FIT = "price_fit"
    DISTANCE = "distance"
    RELIABILITY = "reliability"
    FRESHNESS = "freshness"


WEIGHTS: Mapping[Part, Decimal] = {
    Part.SUBJECT_FIT: Decimal("0.22"),
    Part.LEVEL_AND_AGE_FIT: Decimal("0.08"),
    Part.TIME_FIT: Decimal("0.18"),
    Part.RATING: Decimal("0.20"),
    Part.PRICE_FIT: Decimal("0.10"),
    Part.DISTANCE: Decimal("0.12"),
    Part.RELIABILITY: Decimal("0.07"),
    Part.FRESHNESS: Decimal("0.03"),
}

SUBJECT_FIT: Mapping[SubjectMatch, Decimal] = {
    SubjectMatch.EXACT: Decimal(1),
    SubjectMatch.MISSPELLED: Decimal("0.9"),
    SubjectMatch.MEANT: Decimal("0.8"),
    SubjectMatch.CATEGORY: Decimal("0.7"),
    SubjectMatch.ANY: Decimal("0.5"),
}
# Today is best; a week from now counts nothing.
TIME_FIT_HOURS = 7 * 24
# An instructor with few reviews is taken for an average one: as if there were five more of 4.2 stars.
PRIOR_REVIEWS, PRIOR_STARS = 5, Decimal("4.2")
DISTANCE_MILES = 10
# Lessons of the last half year that an instructor gave or cancelled, as if there were twenty more with one cancelled;
# who keeps fewer than four in five gets nothing for it.
RELIABILITY_DAYS = 180
PRIOR_LESSONS, PRIOR_KEPT, LEAST_KEPT = 20, Decimal("0.95"), Decimal("0.8")
# New instructors get a fair share of being seen: a bonus that is largest at first and gone after a month, and in the
# order `best` one place in ten, as long as they have hardly a review.
FRESHNESS_DAYS = 30
NEW_PLACE_IN = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences tell of."""

    subject_name: str
    subject_match: SubjectMatch
    hours_until_free: float | None
    rating: float | None
    review_count: int
    distance_miles: float | None
    origin_name: str | None = None
    level_and_age: str = ""
    lessons_kept: int = 0
    lessons_broken: int = 0
    has_kept_place: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score; `contribution` is `weight` x `value`."""

    part: Part
    value: Decimal
    weight: Decimal
    text: str

    @property
    def contribution(self) -> Decimal:
        return self.weight * self.value


def score(values: Mapping[Part, Decimal]) -> Decimal:
    return sum((WEIGHTS[part] * value for part, value in values.items()), start=Decimal())


def reasons(values: Mapping[Part, Decimal], facts: Facts) -> list[Reason]:
    """The parts of a score with their sentences, the one that adds most first."""
    parts = [Reason(part, value, WEIGHTS[part], SENTENCES[part](facts, value)) for part, value in values.items()]
    return sorted(parts, key=lambda reason: reason.contribution, reverse=True)


def _subject(facts: Facts, value: Decimal) -> str:
    return {
        SubjectMatch.EXACT: f"Teaches {facts.subject_name}, just what you asked for.",
        SubjectMatch.MISSPELLED: f"Teaches {facts.subject_name}, which we took you to mean.",
        SubjectMatch.MEANT: f"Teaches {facts.subject_name}, which comes near to your words.",
        SubjectMatch.CATEGORY: f"{facts.subject_name} is in the category you asked for.",
        SubjectMatch.ANY: f"Teaches {facts.subject_name}; you named no subject.",
    }[facts.subject_match]


def _time(facts: Facts, value: Decimal) -> str:
    hours = facts.hours_until_free
    if hours is None:
        return "No free time in the coming week."
    if hours < 1:
        return "Free within the hour."
    if hours < 48:
        return f"Free in {round(hours)} {'hour' if round(hours) == 1 else 'hours'}."
    return f"Free in {round(hours / 24)} days."


def _rating(facts: Facts, value: Decimal) -> str:
    if facts.review_count == 0:
        return "No reviews yet, so counted as average."
    reviews = f"{facts.review_count} review{'s' if facts.review_count > 1 else ''}"
    if facts.rating is None:
        return f"Only {reviews} so far, so counted as nearly average."
    return f"Rated {facts.rating} of 5 in {reviews}."


def _price(facts: Facts, value: Decimal) -> str:
    return f"Costs less than {round(value * 100)} % of the others found." if value else "None found costs more."


def _distance(facts: Facts, value: Decimal) -> str:
    if facts.distance_miles is None:
        return "Names no neighborhood, so the distance is not known."
    if facts.distance_miles == 0 and facts.origin_name:
        return f"Travels to {facts.origin_name}."
    return f"{facts.distance_miles:g} miles from {facts.origin_name or 'you'}."


def _level_and_age(facts: Facts, value: Decimal) -> str:
    if value == 1:
        return f"Teaches only {facts.level_and_age}."
    return f"Teaches {facts.level_and_age}{' and few others' if value >= Decimal('0.5') else ', among others'}."


def _reliability(facts: Facts, value: Decimal) -> str:
    lessons = facts.lessons_kept + facts.lessons_broken
    if lessons == 0:
        return "No lessons here yet, so counted as usual."
    if facts.lessons_broken == 0:
        return f"Kept {'the only lesson' if lessons == 1 else f'all {lessons} lessons'} of the last half year."
    return f"Cancelled {facts.lessons_broken} of {lessons} lessons of the last half year."


def _freshness(facts: Facts, value: Decimal) -> str:
    if facts.has_kept_place:
        return f"New here: one place in {NEW_PLACE_IN} is kept for new instructors."
    return "New here, and shown a little more at first." if value else "Here for more than a month."


SENTENCES: Mapping[Part, Callable[[Facts, Decimal], str]] = {
    Part.SUBJECT_FIT: _subject,
    Part.TIME_FIT: _time,
    Part.RATING: _rating,
    Part.PRICE_FIT: _price,
    Part.DISTANCE: _distance,
    Part.LEVEL_AND_AGE_FIT: _level_and_age,
    Part.RELIABILITY: _reliability,
    Part.FRESHNESS: _freshness,
}
