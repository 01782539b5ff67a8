"""Shapes of series."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import Field, model_validator

from app.bookings.domain import MAX_ADDRESS_LENGTH, MAX_NOTE_LENGTH
from app.bookings.schemas import (
    MAX_SLUG_LENGTH,
    BookingCreate,
    BookingRead,
    CancelWrite,
    Duration,
    LessonDateRead,
    RescheduleWrite,
)
from app.core.enums import Place
from app.core.schemas import CalendarDate, RequestModel, ResponseModel, StartTime, WallTimeStr
from app.series.domain import (
    MAX_INTERVAL_WEEKS,
    MAX_LESSONS,
    MIN_INTERVAL_WEEKS,
    MIN_LESSONS,
    Scope,
    SeriesMode,
    dates_of,
)


class SeriesRequest(RequestModel):
    """The same lesson every week or every other week, from `first_date` on, at the same time on the clock."""

    instructor_id: uuid.UUID
    offering_id: uuid.UUID
    first_date: Annotated[CalendarDate, Field(le=date(2099, 12, 31))]
    start_time: StartTime
    duration_minutes: Duration
    place: Place
    neighborhood: Annotated[str, Field(min_length=1, max_length=MAX_SLUG_LENGTH)] | None = None
    interval_weeks: Annotated[int, Field(ge=MIN_INTERVAL_WEEKS, le=MAX_INTERVAL_WEEKS)] = MIN_INTERVAL_WEEKS
    count: Annotated[int, Field(ge=MIN_LESSONS, le=MAX_LESSONS)]

    @property
    def dates(self) -> list[date]:
        return dates_of(self.first_date, self.interval_weeks, self.count)

    def lesson(self) -> BookingCreate:
        """The first lesson; the others differ in their date."""
        asked = self.model_dump(exclude={"first_date", "interval_weeks", "count", "mode"})
        return BookingCreate(date=self.first_date, **asked)


class SeriesCreate(SeriesRequest):
    mode: SeriesMode = SeriesMode.ALL_OR_NOTHING
    address: Annotated[str, Field(max_length=MAX_ADDRESS_LENGTH)] | None = None
    note: Annotated[str, Field(max_length=MAX_NOTE_LENGTH)] | None = None


class SeriesCancelWrite(CancelWrite):
    """`booking_id` is the lesson that `one` and `following` start from; `all` needs none."""

    scope: Scope
    booking_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def _names_a_lesson(self) -> "SeriesCancelWrite":
        if self.scope is not Scope.ALL and self.booking_id is None:
            raise ValueError("one and following need a booking_id")
        return self


class SeriesRescheduleWrite(RescheduleWrite):
    """Where the lesson `booking_id` goes; the others of `scope` go as many days and to the same time on the clock."""

    scope: Scope
    booking_id: uuid.UUID


class SeriesBase(ResponseModel):
    """What was asked for: `count` lessons from `first_date` on."""

    id: uuid.UUID
    student_id: uuid.UUID
    instructor_id: uuid.UUID
    offering_id: uuid.UUID
    first_date: date
    start_time: WallTimeStr
    duration_minutes: int
    interval_weeks: int
    count: int
    mode: SeriesMode
    created_at: datetime


class SeriesBookedRead(SeriesBase):
    """What became of each date; `total_price_cents` is of the lessons that are booked."""

    booked_count: int
    total_price_cents: int
    dates: list[LessonDateRead]


class SeriesRead(SeriesBase):
    """The lessons that were booked, by the time that they have now; `total_price_cents` without cancelled ones."""

    total_price_cents: int
    lessons: list[BookingRead]


class SeriesChangeRead(SeriesRead):
    """The series after a change; `changed` are the lessons that the change was made to, by time."""

    changed: list[uuid.UUID]
