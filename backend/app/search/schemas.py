"""What one may ask for, and what a search answers."""

import uuid
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from app.core.enums import AgeGroup, Level, Place
from app.core.schemas import MAX_OFFSET, CalendarDate, RequestModel, ResponseModel, WallTimeStr
from app.instructors.domain import DURATIONS_MINUTES, MAX_RATE_CENTS
from app.instructors.schemas import MAX_SLUG_LENGTH, AreaRead, OfferingRead
from app.search.domain import MAX_QUERY_LENGTH, NOW_HOURS, InteractionKind, Origin, Sort, Weekday
from app.search.ranking import Part

Slug = Annotated[str, Field(min_length=1, max_length=MAX_SLUG_LENGTH)]
Slugs = Annotated[list[Slug], Field(max_length=50, default_factory=list)]
Rate = Annotated[int, Field(ge=0, le=MAX_RATE_CENTS)]


class BrowseParams(RequestModel):
    """Filters; each that is given holds for every result. Unknown ones are refused, not ignored.

    `subject`, `neighborhood`, `borough` and `weekday` may be given several times and then mean any of them; with
    `excluded_subject` and `excluded_place` none of them. Each is named like its field of `understood` in a search's
    answer, where that is a list in the singular.
    """

    subject: Slugs
    category: Slug | None = None
    neighborhood: Slugs
    borough: Slugs
    place: Place | None = None
    excluded_subject: Slugs
    excluded_place: Annotated[
        list[Place],
        Field(max_length=3, default_factory=list, description="The lesson can be given at some other place"),
    ]
    available_now: Annotated[
        bool, Field(description=f"The lesson can begin within {NOW_HOURS} hours, notice and buffer kept")
    ] = False
    level: Level | None = None
    age_group: AgeGroup | None = None
    min_rate_cents: Rate | None = None
    max_rate_cents: Rate | None = None
    date: CalendarDate | None = None
    date_from: CalendarDate | None = None
    date_to: CalendarDate | None = None
    weekday: Annotated[list[Weekday], Field(max_length=7, default_factory=list)]
    start_time: Annotated[WallTimeStr, Field(description="The lesson begins at this time or later")] | None = None
    end_time: Annotated[WallTimeStr, Field(description="The lesson is over by this time")] | None = None
    duration_minutes: Annotated[int, Field(ge=DURATIONS_MINUTES[0], le=DURATIONS_MINUTES[-1])] | None = None
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lng: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    sort: Sort = Sort.BEST
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=MAX_OFFSET)] = 0

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        _in_order("date_to", "date_from", self.date_from, self.date_to, lambda low, high: low <= high)
        _in_order("max_rate_cents", "min_rate_cents", self.min_rate_cents, self.max_rate_cents, lambda a, b: a <= b)
        _in_order("end_time", "start_time", self.start_time, self.end_time, lambda start, end: start < end)
        if self.date is not None and (self.date_from is not None or self.date_to is not None):
            raise PydanticCustomError("dates", "give date, or date_from and date_to")
        if (self.lat is None) != (self.lng is None):
            raise PydanticCustomError("origin", "give both lat and lng, or neither")
        return self

    @property
    def filters(self) -> dict[str, Any]:
        """By the names of `Constraints`."""
        return {
            "subjects": tuple(dict.fromkeys(self.subject)),
            "category": self.category,
            "min_rate_cents": self.min_rate_cents,
            "max_rate_cents": self.max_rate_cents,
            "date_from": self.date or self.date_from,
            "date_to": self.date or self.date_to,
            "weekdays": tuple(day for day in Weekday if day in self.weekday),
            "start_time": self.start_time,
            "end_time": self.end_time,
            "duration_minutes": self.duration_minutes,
            "neighborhoods": tuple(dict.fromkeys(self.neighborhood)),
            "boroughs": tuple(dict.fromkeys(self.borough)),
            "place": self.place,
            "excluded_subjects": tuple(dict.fromkeys(self.excluded_subject)),
            "excluded_places": tuple(dict.fromkeys(self.excluded_place)),
            "available_now": self.available_now,
            "level": self.level,
            "age_group": self.age_group,
        }

    @property
    def origin(self) -> Origin | None:
        return None if self.lat is None or self.lng is None else Origin(self.lat, self.lng)


class SearchParams(BrowseParams):
    """Words and filters. A filter takes the place of what the words say about the same thing."""

    q: Annotated[str, Field(max_length=MAX_QUERY_LENGTH)] = ""


def _in_order(name: str, after: str, low: Any, high: Any, fits: Callable[[Any, Any], bool]) -> None:
    if low is not None and high is not None and not fits(low, high):
        raise PydanticCustomError("order", "{name} must come after {after}", {"name": name, "after": after})


class SuggestParams(RequestModel):
    q: Annotated[str, Field(max_length=MAX_QUERY_LENGTH)]
    limit: Annotated[int, Field(ge=1, le=20)] = 8


class SuggestionKind(StrEnum):
    """What a suggestion leads to; `recent` is a search that one made before."""

    SUBJECT = "subject"
    CATEGORY = "category"
    NEIGHBORHOOD = "neighborhood"
    RECENT = "recent"


class SuggestionRead(ResponseModel):
    kind: SuggestionKind
    slug: str
    name: str


class UnderstoodRead(ResponseModel):
    """What was made of words and filters; all of it holds for every result.

    The lesson begins on one of the dates and weekdays, at `start_time` or later, and is over by `end_time`, in the
    instructor's time zone. Several slugs mean any of them. `unrecognized` are words that changed nothing.
    """

    subjects: list[str]
    category: str | None
    min_rate_cents: int | None
    max_rate_cents: int | None
    date_from: CalendarDate | None
    date_to: CalendarDate | None
    weekdays: list[Weekday]
    start_time: WallTimeStr | None
    end_time: WallTimeStr | None
    duration_minutes: int | None
    neighborhoods: list[str]
    boroughs: list[str]
    place: Place | None
    excluded_subjects: list[str]
    excluded_places: list[Place]
    available_now: bool
    level: Level | None
    age_group: AgeGroup | None
    unrecognized: list[str]


class RelaxedRead(ResponseModel):
    """What giving up one constraint would find; `date_from` stands for the dates as a whole."""

    constraint: str
    total_without_it: int


class NearestDateRead(ResponseModel):
    """A day on which so many are free who meet everything but the days that were asked for."""

    date: CalendarDate
    total: int


class FoundInstructorRead(ResponseModel):
    id: uuid.UUID
    slug: str
    display_name: str
    headline: str
    rating: float | None
    review_count: int
    neighborhoods: list[str]
    areas: list[AreaRead]


class FoundOfferingRead(OfferingRead):
    """The offering that fits best; `duration_minutes` is the lesson that was looked for, `price_cents` its price."""

    duration_minutes: int
    price_cents: int


class NextStartRead(ResponseModel):
    """A time at which such a lesson can begin, on the instructor's clock."""

    date: CalendarDate
    start_time: WallTimeStr
    starts_at: datetime


Share = Annotated[float, PlainSerializer(lambda value: round(value, 6), return_type=float)]


class ReasonRead(ResponseModel):
    """One part of the score: `contribution` is `weight` x `value`, and `value` is between 0 and 1."""

    part: Part
    value: Share
    weight: Share
    contribution: Share
    text: str


class ResultRead(ResponseModel):
    instructor: FoundInstructorRead
    offering: FoundOfferingRead
    next_available: list[NextStartRead]
    distance_miles: float | None
    score: Share
    why: list[ReasonRead]


class SearchRead(ResponseModel):
    search_id: uuid.UUID
    total: int
    limit: int
    offset: int
    understood: UnderstoodRead
    relaxed: list[RelaxedRead]
    nearest_dates: list[NearestDateRead]
    results: list[ResultRead]
    ranking_version: int


class InstructorCardRead(FoundInstructorRead):
    """An instructor in a list, with all that they offer and the offering that fits the filters best."""

    service_areas: list[str]
    places: list[Place]
    offerings: list[OfferingRead]
    offering: FoundOfferingRead
    next_available: list[NextStartRead]
    distance_miles: float | None


class InteractionWrite(RequestModel):
    """`position` is the place, from 1, at which the page showed the result; left out, where the search put it."""

    search_id: uuid.UUID
    instructor_id: uuid.UUID
    kind: InteractionKind
    position: Annotated[int, Field(ge=0, le=MAX_OFFSET)] | None = None


class HistoryEntryRead(ResponseModel):
    """A search to be made again: `q` and `filters` are its parameters, `total` what it found the last time."""

    id: uuid.UUID
    q: str
    filters: dict[str, Any]
    total: int
    searched_at: datetime


class ProposedBy(StrEnum):
    """Why a word may mean a subject."""

    SPELLING = "spelling"
    MEANING = "meaning"


class ProposalRead(ResponseModel):
    subject: str
    name: str
    by: ProposedBy


class UnrecognizedWordRead(ResponseModel):
    """A word that changed nothing in so many searches, and the subject that it may mean."""

    word: str
    searches: int
    last_searched_at: datetime
    proposal: ProposalRead | None


class UnrecognizedParams(RequestModel):
    days: Annotated[int, Field(ge=1, le=365)] = 90
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=MAX_OFFSET)] = 0


class AliasWrite(RequestModel):
    """From now on `alias`, in any case, means the subject with this slug."""

    alias: Annotated[str, Field(min_length=1, max_length=60)]
    subject: Slug


class LearnedAliasRead(ResponseModel):
    """A word that somebody made known, `alias` as search compares it; `name` is the subject's."""

    alias: str
    subject: str
    name: str
    learned_at: datetime


class AliasRead(ResponseModel):
    """`alias` as search compares it; `name` is the subject's."""

    alias: str
    subject: str
    name: str
