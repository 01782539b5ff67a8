"""What analytics count and how good a search is. Pure."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.core.timerange import instant_to_wall, wall_to_instant

# Days and hours are those of the city, whoever asks.
CITY_TIMEZONE = "America/New_York"
FACTS_DAYS = 28
# Clicks and bookings come after their search, and a worker may have been away: so far back sums are made again.
SUMMED_AGAIN = timedelta(hours=48)
SLOW_MS = 500
# What people asked for in their own words is shown to an instructor when so many different people did.
LEAST_PEOPLE = 3
LEAST_SEARCHES = 3


class Grain(StrEnum):
    """What a sum is over."""

    HOUR = "hour"
    DAY = "day"


class Report(StrEnum):
    """What can be taken away as a table."""

    DAYS = "days"
    HOURS = "hours"
    QUERIES = "queries"
    ZERO_RESULTS = "zero_results"
    SUBJECTS = "subjects"


@dataclass(frozen=True, slots=True)
class Period:
    """`[since, until)`."""

    since: datetime
    until: datetime

    @classmethod
    def of_days(cls, days: int, now: datetime) -> "Period":
        """Today and the days before it in the city, so many in all, up to this moment."""
        today, _ = instant_to_wall(now, CITY_TIMEZONE)
        return cls(midnight(today - timedelta(days=days - 1)), now)

    @classmethod
    def before_days(cls, days: int, now: datetime) -> "Period":
        """As many whole days, just before those."""
        since = cls.of_days(days, now).since
        return cls(cls.of_days(2 * days, now).since, since)


def midnight(day: date) -> datetime:
    return wall_to_instant(day, 0, CITY_TIMEZONE)


@dataclass(frozen=True, slots=True)
class Totals:
    """Of searches; all of it can be added up over hours.

    A search is the first page of its results, and robots make none. `viewed` are searches with a result that somebody
    looked at, `booked` those that led to a booking. `rank_sum` adds 1 / the place of the best result looked at.
    """

    searches: int = 0
    later_pages: int = 0
    without_results: int = 0
    not_understood: int = 0
    results: int = 0
    viewed: int = 0
    booked: int = 0
    views: int = 0
    clicks: int = 0
    bookings: int = 0
    rank_sum: float = 0.0
    took_ms: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(*(getattr(self, name) + getattr(other, name) for name in TOTALS))


TOTALS = tuple(field.name for field in fields(Totals))


@dataclass(frozen=True, slots=True)
class Quality:
    """How good search was, 0 to 100, and the shares that it is made of, each 0 to 1.

    score = 100 x (0.35 found + 0.25 understood + 0.25 viewed + 0.15 rank)

    found: searches with results. understood: searches whose every word was known. viewed: of those with results, the
    ones in which somebody looked at one. rank: the mean of 1 / place of the best result looked at, 1 being the first.
    """

    found: float
    understood: float
    viewed: float
    rank: float

    @property
    def score(self) -> float:
        shares = {"found": self.found, "understood": self.understood, "viewed": self.viewed, "rank": self.rank}
        return round(100 * sum(QUALITY_WEIGHTS[part] * value for part, value in shares.items()), 1)


QUALITY_WEIGHTS = {"found": 0.35, "understood": 0.25, "viewed": 0.25, "rank": 0.15}


def quality(totals: Totals) -> Quality | None:
    """None without searches, of which nothing can be said."""
    if not totals.searches:
        return None
    with_results = totals.searches - totals.without_results
    return Quality(
        found=share(with_results, totals.searches),
        understood=share(totals.searches - totals.not_understood, totals.searches),
        viewed=min(1.0, share(totals.viewed, with_results)),
        rank=min(1.0, share(totals.rank_sum, totals.viewed)),
    )


def share(part: float, whole: float) -> float:
    """0 of nothing."""
    return round(part / whole, 4) if whole else 0.0
