"""How good a result is for a query, by a rule that knows nothing of the ranking's weights; and nDCG over such grades.

A result's grade is how many of these can be said of it; what cannot be said of anybody changes no order:

- the lesson can begin within two days of the earliest moment asked for
- rated 4.5 or better, or not rated yet
- rated 4.8 or better in ten reviews or more
- costs no more than half of those who meet the constraints
- cancelled none of the lessons, or fewer than one in twenty
- serves the neighbourhood that was named first, where one was named
- teaches at most two levels, or two age groups, where a level or an age was named
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from app.instructors.domain import average_rating
from evaluation.reading import Asked, Reading, Sold

DEPTH = 10
SOON = timedelta(days=2)
GOOD, VERY_GOOD, MANY_REVIEWS = 4.5, 4.8, 10
RARELY = 0.05


@dataclass(frozen=True)
class Judge:
    """Grades offerings for what one query asked for."""

    asked: Asked
    now: datetime
    middle_rate: float

    @classmethod
    def of(cls, asked: Asked, reading: Reading, matches: Sequence[Sold]) -> "Judge":
        return cls(asked, reading.now, median(item.offering.rate_cents for item in matches))

    def grade(self, sold: Sold) -> int:
        teacher = sold.teacher
        rating = average_rating(teacher.row.rating_sum, teacher.row.review_count)
        lessons = teacher.kept + teacher.broken
        start = sold.first_start(self.asked, self.now)
        return sum(
            (
                start is not None and start.at <= self._earliest() + SOON,
                rating is None or rating >= GOOD,
                rating is not None and rating >= VERY_GOOD and teacher.row.review_count >= MANY_REVIEWS,
                sold.offering.rate_cents <= self.middle_rate,
                teacher.broken == 0 or teacher.broken / lessons < RARELY,
                self.asked["neighborhoods"][:1] != [] and self.asked["neighborhoods"][0] in teacher.neighborhoods,
                self.asked["level"] is not None and len(sold.offering.levels) <= 2,
                self.asked["age_group"] is not None and len(sold.offering.age_groups) <= 2,
            )
        )

    def _earliest(self) -> datetime:
        first = self.asked["date_from"]
        return max(self.now, datetime.combine(date.fromisoformat(first), time(), UTC)) if first else self.now


def ndcg(grades: Sequence[int], possible: Sequence[int], depth: int = DEPTH) -> float:
    """Of the first results in their order, against the best order of all that are possible; 1 where all are equal."""
    best = _gain(sorted(possible, reverse=True)[:depth])
    return _gain(grades[:depth]) / best if best else 1.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
