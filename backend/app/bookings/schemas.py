"""Shapes of quotes, bookings and free time."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.availability.schemas import HoursRead
from app.bookings.domain import (
    MAX_ADDRESS_LENGTH,
    MAX_NOTE_LENGTH,
    MAX_REASON_LENGTH,
    Action,
    BookingStatus,
    EventKind,
    Obstacle,
    Outcome,
    Side,
)
from app.core.enums import Place
from app.core.schemas import CalendarDate, RequestModel, ResponseModel, StartTime, WallTimeStr

MAX_SLUG_LENGTH = 100

# Any length can be asked for; the offering decides which are sold.
Duration = Annotated[int, Field(ge=1, le=24 * 60)]


class LessonTerms(RequestModel):
    """Which lesson a student wants, at whatever time."""

    instructor_id: uuid.UUID
    offering_id: uuid.UUID
    duration_minutes: Duration
    place: Place
    # Where an instructor would travel to; without it the student's own ZIP code says.
    neighborhood: Annotated[str, Field(min_length=1, max_length=MAX_SLUG_LENGTH)] | None = None


class LessonRequest(LessonTerms):
    """What a student wants. End and price are not theirs to say."""

    date: CalendarDate
    start_time: StartTime


class BookingCreate(LessonRequest):
    address: Annotated[str, Field(max_length=MAX_ADDRESS_LENGTH)] | None = None
    note: Annotated[str, Field(max_length=MAX_NOTE_LENGTH)] | None = None
    hold_id: uuid.UUID | None = None


class CancelWrite(RequestModel):
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON_LENGTH)]


class RescheduleWrite(RequestModel):
    date: CalendarDate
    start_time: StartTime


class StartRead(ResponseModel):
    """One time at which a lesson can begin."""

    date: date
    start_time: WallTimeStr
    starts_at: datetime


class TierRead(ResponseModel):
    """Until this instant cancelling gives the student this share of the price back."""

    hours_before: int
    refund_share_percent: int
    until: datetime


class LessonSubjectRead(ResponseModel):
    slug: str
    name: str


class QuoteRead(ResponseModel):
    """What a lesson would be. `reason` says what keeps it from being booked at this moment, null for nothing."""

    instructor_id: uuid.UUID
    offering_id: uuid.UUID
    subject: LessonSubjectRead
    date: date
    start_time: WallTimeStr
    end_time: WallTimeStr
    timezone: str
    starts_at: datetime
    ends_at: datetime
    duration_minutes: int
    place: Place
    rate_cents: int
    price_cents: int
    cancellation_tiers: list[TierRead]
    available: bool
    reason: Obstacle | None


class StudentRead(ResponseModel):
    id: uuid.UUID
    display_name: str
    first_name: str
    last_name: str


class TeacherRead(StudentRead):
    slug: str


class BookingRead(ResponseModel):
    """A booking as its two sides see it; `viewer` is the side that asks, `actions` what it may do now.

    `end_time` is on the clock: 24:00 at midnight, less than `start_time` for a lesson across it.
    """

    id: uuid.UUID
    status: BookingStatus
    instructor: TeacherRead
    student: StudentRead
    offering_id: uuid.UUID
    subject: LessonSubjectRead
    booking_date: date
    start_time: WallTimeStr
    end_time: WallTimeStr
    timezone: str
    starts_at: datetime
    ends_at: datetime
    duration_minutes: int
    rate_cents: int
    price_cents: int
    place: Place
    neighborhood: str | None
    address: str | None
    note: str | None
    cancellation_tiers: list[TierRead]
    expires_at: datetime | None
    cancelled_at: datetime | None
    cancelled_by: Side | None
    cancel_reason: str | None
    refund_share_percent: int | None
    refund_cents: int | None
    # Of the series that it was booked in, if any: which one, and the how-manieth lesson of it.
    series_id: uuid.UUID | None
    series_position: int | None
    created_at: datetime
    viewer: Side | None
    actions: list[Action]


class EventRead(ResponseModel):
    """One line of a booking's history; times where the event set them."""

    kind: EventKind
    at: datetime
    by: Side
    booking_date: date | None
    start_time: WallTimeStr | None
    end_time: WallTimeStr | None
    starts_at: datetime | None
    ends_at: datetime | None
    reason: str | None


class BookingDetail(BookingRead):
    history: list[EventRead]


class LessonDateRead(ResponseModel):
    """One of several lessons that were asked for together, in their order.

    `starts_at` and `ends_at` are null where the clock skips the start; `reason` says what stands in the way of a
    `conflict` (with the nearest free starts in `alternatives`) or of a `skipped` date.
    """

    position: int
    date: date
    start_time: WallTimeStr
    starts_at: datetime | None
    ends_at: datetime | None
    outcome: Outcome
    reason: Obstacle | None
    booking: BookingRead | None
    alternatives: list[StartRead]


class LessonsQuoteRead(ResponseModel):
    """What several lessons would be at this moment. `total_price_cents` is of those that could be booked."""

    instructor_id: uuid.UUID
    offering_id: uuid.UUID
    subject: LessonSubjectRead
    timezone: str
    duration_minutes: int
    place: Place
    rate_cents: int
    price_cents: int
    available_count: int
    total_price_cents: int
    dates: list[LessonDateRead]


class SwapWrite(RequestModel):
    with_booking_id: uuid.UUID


class CancellationQuoteRead(ResponseModel):
    """What cancelling at this moment would mean for the student's money; `until` is when that changes."""

    booking_id: uuid.UUID
    price_cents: int
    refund_share_percent: int
    refund_cents: int
    until: datetime


class FreeDayRead(ResponseModel):
    """`starts` are exactly those that a booking is accepted for; null when the length of the lesson is not known."""

    date: date
    free: list[HoursRead]
    starts: list[WallTimeStr] | None


class FreeTimeRead(ResponseModel):
    instructor_id: uuid.UUID
    timezone: str
    duration_minutes: int | None
    days: list[FreeDayRead]


class FreeTimesRead(ResponseModel):
    """Instructors whom nobody finds are left out."""

    instructors: Sequence[FreeTimeRead]


class NextStartsRead(ResponseModel):
    starts: list[StartRead]
