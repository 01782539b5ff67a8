"""Shapes of profiles, offerings and service areas."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, TypeVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from app.core.enums import AgeGroup, Level, Place
from app.core.schemas import RequestModel, ResponseModel
from app.instructors.domain import (
    DEFAULT_DURATION_MINUTES,
    DURATION_STEP_MINUTES,
    DURATIONS_MINUTES,
    MAX_BUFFER_MINUTES,
    MAX_HORIZON_DAYS,
    MAX_NOTICE_MINUTES,
    MAX_RATE_CENTS,
    MIN_HORIZON_DAYS,
    MIN_RATE_CENTS,
    TIMEZONE_AREAS,
    ListingState,
)

Word = TypeVar("Word", Place, Level, AgeGroup)

MAX_SLUG_LENGTH = 100


def _known_timezone(name: str) -> str:
    if name.partition("/")[0] not in TIMEZONE_AREAS or name not in available_timezones():
        raise ValueError("must be a time zone such as America/New_York")
    return name


def _sold_duration(minutes: int) -> int:
    if minutes % DURATION_STEP_MINUTES:
        raise ValueError(f"must be a multiple of {DURATION_STEP_MINUTES} minutes")
    return minutes


def _sorted_once(minutes: list[int]) -> list[int]:
    return sorted(set(minutes))


def _in_order(words: Iterable[Word]) -> list[Word]:
    """Each once, in the order in which the words are declared."""
    chosen = set(words)
    return [word for kind in {type(word) for word in chosen} for word in kind if word in chosen]


def _all_when_empty_levels(levels: list[Level]) -> list[Level]:
    return _in_order(levels or Level)


def _all_when_empty_ages(ages: list[AgeGroup]) -> list[AgeGroup]:
    return _in_order(ages or AgeGroup)


Slug = Annotated[str, Field(min_length=1, max_length=MAX_SLUG_LENGTH)]
Timezone = Annotated[str, Field(max_length=64), AfterValidator(_known_timezone)]
Duration = Annotated[int, Field(ge=DURATIONS_MINUTES[0], le=DURATIONS_MINUTES[-1]), AfterValidator(_sold_duration)]


# A factory instead of a value: the field may be left out, and no default is promised in the API's description.
Headline = Annotated[str, Field(max_length=120, default_factory=str)]
Bio = Annotated[str, Field(max_length=3_000, default_factory=str)]
Notice = Annotated[int, Field(ge=0, le=MAX_NOTICE_MINUTES, default_factory=int)]
Horizon = Annotated[int, Field(ge=MIN_HORIZON_DAYS, le=MAX_HORIZON_DAYS, default_factory=int)]
Buffer = Annotated[int, Field(ge=0, le=MAX_BUFFER_MINUTES, default_factory=int)]


class InstructorUpdate(RequestModel):
    """The own profile; what is left out stays as it is."""

    headline: Headline
    bio: Bio
    years_experience: Annotated[int, Field(ge=0, le=80)] | None = None
    min_notice_minutes: Notice
    horizon_days: Horizon
    buffer_minutes: Buffer
    timezone: Annotated[Timezone, Field(default_factory=str)]


def _default_durations() -> list[int]:
    return [DEFAULT_DURATION_MINUTES]


Durations = Annotated[
    list[Duration], Field(min_length=1, max_length=50, default_factory=_default_durations), AfterValidator(_sorted_once)
]
Places = Annotated[list[Place], Field(min_length=1, max_length=20), AfterValidator(_in_order)]
Levels = Annotated[
    list[Level], Field(max_length=20, default_factory=lambda: list(Level)), AfterValidator(_all_when_empty_levels)
]
AgeGroups = Annotated[
    list[AgeGroup], Field(max_length=20, default_factory=lambda: list(AgeGroup)), AfterValidator(_all_when_empty_ages)
]


class OfferingWrite(RequestModel):
    """A priced subject. Durations left out means an hour; no levels or no age groups means all of them."""

    subject: Slug
    rate_cents: Annotated[int, Field(ge=MIN_RATE_CENTS, le=MAX_RATE_CENTS)]
    durations: Durations
    places: Places
    levels: Levels
    age_groups: AgeGroups
    description: Annotated[str, Field(max_length=1_000)] = ""


class ServiceAreasWrite(RequestModel):
    """All neighbourhoods that the instructor travels to."""

    neighborhoods: Annotated[list[Slug], Field(max_length=300)]


class OfferingRead(ResponseModel):
    id: uuid.UUID
    subject: str
    subject_name: str
    category: str
    rate_cents: int
    durations: list[int]
    places: list[Place]
    levels: list[Level]
    age_groups: list[AgeGroup]
    description: str


class AreaRead(ResponseModel):
    """A neighbourhood with its name, for people."""

    slug: str
    name: str
    borough: str


class InstructorRead(ResponseModel):
    """What everybody may see. `places` are those of all offerings, `service_areas` slugs of neighbourhoods."""

    id: uuid.UUID
    slug: str
    display_name: str
    headline: str
    bio: str
    years_experience: int | None
    rating: float | None
    review_count: int
    offerings: list[OfferingRead]
    service_areas: list[str]
    areas: list[AreaRead]
    places: list[Place]
    timezone: str


class OwnInstructorRead(InstructorRead):
    """What the instructor sees of themselves besides."""

    min_notice_minutes: int
    horizon_days: int
    buffer_minutes: int
    is_listed: bool
    listing: ListingState
    suspended_at: datetime | None
