"""Shapes of wishes and of what is offered for them."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.accounts.domain import display_name
from app.bookings.domain import MAX_DURATION_MINUTES, MIN_DURATION_MINUTES
from app.bookings.schemas import MAX_SLUG_LENGTH, LessonSubjectRead
from app.core.enums import Place
from app.core.schemas import CalendarDate, EndTime, RequestModel, ResponseModel, StartTime, WallTimeStr
from app.core.timerange import MINUTES_PER_DAY, QUARTER_HOUR
from app.waitlist.domain import MAX_DATES, WEEKDAYS, Weekday, WishStatus

Slug = Annotated[str, Field(min_length=1, max_length=MAX_SLUG_LENGTH)]


class WishCreate(RequestModel):
    """A lesson of one offering (`instructor_id` and `offering_id`), or of anybody who teaches `subject`.

    It lies within `start_time` and `end_time` of a day up to `until`: any day, or those of `weekdays` or `dates`.
    """

    instructor_id: uuid.UUID | None = None
    offering_id: uuid.UUID | None = None
    subject: Slug | None = None
    duration_minutes: Annotated[int, Field(ge=MIN_DURATION_MINUTES, le=MAX_DURATION_MINUTES, multiple_of=QUARTER_HOUR)]
    place: Place
    neighborhood: Slug | None = None
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=len(WEEKDAYS))] | None = None
    dates: Annotated[list[CalendarDate], Field(min_length=1, max_length=MAX_DATES)] | None = None
    start_time: StartTime = 0
    end_time: EndTime = MINUTES_PER_DAY
    until: CalendarDate

    @model_validator(mode="after")
    def _says_of_whom(self) -> Self:
        of_one = self.instructor_id is not None and self.offering_id is not None
        of_none = self.instructor_id is None and self.offering_id is None
        if not (of_one and self.subject is None) and not (of_none and self.subject is not None):
            raise ValueError("say instructor_id and offering_id, or subject")
        return self

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.end_time - self.start_time < self.duration_minutes:
            raise ValueError("the lesson does not fit between start_time and end_time")
        return self


class WishInstructorRead(ResponseModel):
    id: uuid.UUID
    slug: str
    display_name: str


class OfferRead(ResponseModel):
    """A time that is kept for the student: `POST /api/bookings` with these and `hold_id` confirms it."""

    hold_id: uuid.UUID
    instructor: WishInstructorRead
    offering_id: uuid.UUID
    date: date
    start_time: WallTimeStr
    end_time: WallTimeStr
    timezone: str
    starts_at: datetime
    ends_at: datetime
    duration_minutes: int
    place: Place
    price_cents: int
    expires_at: datetime | None


class WishRead(ResponseModel):
    """`offer` is what is kept at present, or the lesson that the wish ended with."""

    id: uuid.UUID
    status: WishStatus
    instructor: WishInstructorRead | None
    offering_id: uuid.UUID | None
    subject: LessonSubjectRead
    duration_minutes: int
    place: Place
    neighborhood: str | None
    weekdays: list[Weekday] | None
    dates: list[date] | None
    start_time: WallTimeStr
    end_time: WallTimeStr
    until: date
    timezone: str
    created_at: datetime
    offer: OfferRead | None


class AvailableStartRead(ResponseModel):
    """A start that can be booked instead of waiting."""

    instructor_id: uuid.UUID
    offering_id: uuid.UUID
    date: date
    start_time: WallTimeStr
    starts_at: datetime


def instructor_read(id_: uuid.UUID, slug: str, first_name: str, last_name: str) -> WishInstructorRead:
    return WishInstructorRead(id=id_, slug=slug, display_name=display_name(first_name, last_name))


def dump(starts: Iterable[AvailableStartRead]) -> list[dict[str, object]]:
    return [start.model_dump(mode="json") for start in starts]
