"""What a search asks for, as values: constraints that hold for every result, and how results are ordered. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.core.enums import AgeGroup, Level, Place
from app.core.rate_limit import Limit, Window

MAX_QUERY_LENGTH = 300
STARTS_SHOWN = 3
# "Available now" means a lesson that can begin within so many hours, notice and buffer kept.
NOW_HOURS = 3
# When nobody is free on the days asked for: how far around them others are looked for, and how many are told.
DAYS_BEFORE, DAYS_BEHIND, DATES_OFFERED = 14, 30, 3
SEARCH_LIMIT = Limit("search", address=Window(300, 60), everybody=Window(6_000, 60))
SUGGEST_LIMIT = Limit("suggest", address=Window(600, 60), everybody=Window(12_000, 60))
# Giving up a date means giving up all of it.
GIVEN_UP_TOGETHER = {"date_from": ("date_from", "date_to"), "date_to": ("date_from", "date_to")}


INTERACTION_LIMIT = Limit("search-interaction", address=Window(600, 60), everybody=Window(12_000, 60))
# How long what was searched for is kept, and how long when nobody's account is behind it.
KEPT_OF_PEOPLE, KEPT_OF_GUESTS = timedelta(days=365), timedelta(days=90)
# A booking is owed to the search in which the same person last looked at that instructor this shortly before.
ATTRIBUTED_WITHIN = timedelta(hours=24)


class Device(StrEnum):
    """What somebody searched with, as far as it says."""

    DESKTOP = "desktop"
    MOBILE = "mobile"
    TABLET = "tablet"
    BOT = "bot"
    OTHER = "other"


class InteractionKind(StrEnum):
    """What somebody did with a result: looked at the profile, followed the result, booked."""

    VIEW = "view"
    CLICK = "click"
    BOOK = "book"


class Sort(StrEnum):
    """How results are ordered; ties are broken by `best`, then by instructor."""

    BEST = "best"
    PRICE = "price"
    RATING = "rating"
    SOONEST = "soonest"
    DISTANCE = "distance"


class Weekday(StrEnum):
    """In the order of ISO: Monday is 1."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def iso(self) -> int:
        return list(Weekday).index(self) + 1


class SubjectMatch(StrEnum):
    """How a subject was found in the text."""

    EXACT = "exact"
    MISSPELLED = "misspelled"
    MEANT = "meant"
    CATEGORY = "category"
    ANY = "any"


def is_given(value: Any) -> bool:
    """Whether a constraint's value asks for anything; midnight, which is 0, does."""
    return value is not None and value is not False and value != ()


@dataclass(frozen=True, slots=True)
class Constraints:
    """What holds for every result: the lesson that was asked for.

    Several subjects, neighbourhoods or boroughs mean any of them. Rates are cents an hour. The lesson starts on one of
    the dates and weekdays, not before `start_time` and ends by `end_time`, minutes since midnight where the instructor
    is. A neighbourhood or borough is where the instructor travels to or teaches; the lesson is given in person there,
    unless `place` says otherwise. With `excluded_places` it is given at some other place. `available_now` means that
    it can begin within the next `NOW_HOURS`.
    """

    subjects: tuple[str, ...] = ()
    category: str | None = None
    min_rate_cents: int | None = None
    max_rate_cents: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    weekdays: tuple[Weekday, ...] = ()
    start_time: int | None = None
    end_time: int | None = None
    duration_minutes: int | None = None
    neighborhoods: tuple[str, ...] = ()
    boroughs: tuple[str, ...] = ()
    place: Place | None = None
    excluded_subjects: tuple[str, ...] = ()
    excluded_places: tuple[Place, ...] = ()
    available_now: bool = False
    level: Level | None = None
    age_group: AgeGroup | None = None

    @property
    def asks_for_a_time(self) -> bool:
        """Whether only instructors with free time of some kind are meant."""
        return (
            self.available_now
            or bool(self.weekdays)
            or any(value is not None for value in (self.date_from, self.date_to, self.start_time, self.end_time))
        )

    def given(self) -> Iterator[str]:
        """Names of the constraints that are set, a date once."""
        names = [field.name for field in fields(self) if is_given(getattr(self, field.name))]
        yield from (name for name in names if name != "date_to" or "date_from" not in names)

    def without(self, name: str) -> "Constraints":
        """The same search with one constraint given up."""
        empty: dict[str, Any] = {field.name: field.default for field in fields(self)}
        return replace(self, **{given_up: empty[given_up] for given_up in GIVEN_UP_TOGETHER.get(name, (name,))})

    def near_the_days(self, today: date) -> "Constraints | None":
        """The same around the days that were asked for, in place of them; None when no days were asked for."""
        if not (self.available_now or self.weekdays or self.date_from or self.date_to):
            return None
        wanted = max(self.date_from or self.date_to or today, today)
        without = replace(self, available_now=False, weekdays=())
        return replace(
            without,
            date_from=max(today, wanted - timedelta(days=DAYS_BEFORE)),
            date_to=wanted + timedelta(days=DAYS_BEHIND),
        )

    def replaced_by(self, filters: Mapping[str, Any]) -> "Constraints":
        """A filter that is set takes the place of what the text said about the same thing."""
        chosen = {name: value for name, value in filters.items() if is_given(value)}
        base = self
        for name in chosen:
            base = base.without(name)
        if "subjects" in chosen or "category" in chosen:
            base = replace(base, subjects=(), category=None)
        return replace(base, **chosen)


@dataclass(frozen=True, slots=True)
class Origin:
    """From where distances are measured: from where somebody is, or from the middle of the place named."""

    latitude: float
    longitude: float
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a text says, and the words that say nothing to us.

    `wants_cheap` until the subject is known, whose prices say what is cheap.
    """

    constraints: Constraints
    unrecognized: tuple[str, ...] = ()
    subject_match: SubjectMatch = SubjectMatch.ANY
    wants_cheap: bool = False

    @property
    def names_a_subject(self) -> bool:
        return bool(self.constraints.subjects or self.constraints.category)

    def meaning(self, subjects: Sequence[str], words: Sequence[str]) -> "ParsedQuery":
        """The same with `words`, which said nothing, taken to mean these subjects."""
        return replace(
            self,
            constraints=replace(self.constraints, subjects=tuple(subjects)),
            unrecognized=tuple(word for word in self.unrecognized if word not in words),
            subject_match=SubjectMatch.MEANT,
        )

    def cheap_up_to(self, low_rate_cents: int | None) -> "ParsedQuery":
        """The same with "cheap" as a price; reported where no prices are known or a higher one was asked for."""
        least, most = self.constraints.min_rate_cents or 0, self.constraints.max_rate_cents
        if low_rate_cents is None or low_rate_cents < least:
            return replace(self, unrecognized=(*self.unrecognized, "cheap"), wants_cheap=False)
        price = low_rate_cents if most is None else min(low_rate_cents, most)
        return replace(self, constraints=replace(self.constraints, max_rate_cents=price), wants_cheap=False)
