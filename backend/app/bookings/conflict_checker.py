"""Whether a lesson can be had at a time, and if not, why and when instead."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.domain import (
    ALTERNATIVES,
    LessonTime,
    Obstacle,
    Start,
    TimeSheet,
    covered_hours,
    day_range,
    days_between,
    nearest,
    starts_within,
)
from app.bookings.errors import NotAvailable, TimeTaken, TooFar, TooSoon
from app.bookings.repository import BookingRepository, Lesson, Offer
from app.bookings.schemas import StartRead
from app.core.clock import Clock
from app.core.errors import AppError
from app.core.service import BaseService, measure_operation
from app.core.timerange import InstantRange, MinuteRange, format_minute, instant_to_wall

# How far from what was asked for other starts are looked for.
SEARCH_RADIUS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BookedTime:
    """A part of a day that a lesson takes, on the instructor's clock."""

    date: date
    hours: MinuteRange
    booking_id: uuid.UUID
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants which lesson; `moving` is the booking that would give its time up for it."""

    offer: Offer
    student_id: uuid.UUID
    lesson: LessonTime
    moving: uuid.UUID | None = None


class ConflictChecker(BaseService):
    def __init__(self, session: AsyncSession, repository: BookingRepository, clock: Clock) -> None:
        super().__init__(session)
        self._bookings = repository
        self._clock = clock

    @measure_operation
    async def check_time_availability(self, wish: Wish) -> list[Obstacle]:
        """All that stands in the way at this moment; empty exactly when the lesson can be booked."""
        return (await self._sheet(wish, wish.lesson.range)).obstacles(wish.lesson)

    @measure_operation
    async def explain(self, obstacle: Obstacle, wish: Wish) -> AppError:
        """The error that tells a student, with the starts that they can have instead."""
        match obstacle:
            case Obstacle.MISSING_HOUR:
                return NotAvailable("The clock skips this time on that day.")
            case Obstacle.TOO_SOON:
                return await self._too_soon(wish)
            case Obstacle.TOO_FAR:
                return TooFar(f"Lessons can be booked up to {wish.offer.horizon_days} days ahead.")
            case Obstacle.OUTSIDE_HOURS:
                return NotAvailable("The instructor does not teach at this time.")
            case Obstacle.BLACKOUT:
                return NotAvailable("The instructor does not teach on this day.")
            case Obstacle.TAKEN:
                return await self._taken("Somebody else has a lesson at this time.", wish)
            case Obstacle.STUDENT_BUSY:
                return await self._taken("You have another lesson at this time.", wish)

    @measure_operation
    async def get_booked_times(
        self, instructor_id: uuid.UUID, first: date, last: date, timezone: str
    ) -> list[BookedTime]:
        """What lessons take of each of these days, in order; a lesson across midnight is a part of both."""
        window = InstantRange(day_range(first, timezone).start, day_range(last, timezone).end)
        lessons = await self._bookings.booked_between(instructor_id, window)
        times = (part for lesson in lessons for part in _parts_by_day(lesson, timezone))
        return sorted((part for part in times if first <= part.date <= last), key=lambda part: (part.date, part.hours))

    async def _too_soon(self, wish: Wish) -> TooSoon:
        needs = f"Needs {_in_words(wish.offer.min_notice_minutes)} notice"
        now = self._clock.now()
        starts = await self._starts_around(now + SEARCH_RADIUS, wish)
        if not starts:
            return TooSoon(f"{needs}.")
        first = _read(starts[0], now, wish.lesson.timezone)
        return TooSoon(f"{needs}; the first start is {first}.", first_start=_dump(starts[:1])[0])

    async def _taken(self, message: str, wish: Wish) -> TimeTaken:
        wanted = wish.lesson.starts_at
        starts = await self._starts_around(wanted, wish)
        return TimeTaken(message, alternatives=_dump(nearest(starts, wanted, ALTERNATIVES)))

    async def _starts_around(self, middle: datetime, wish: Wish) -> list[Start]:
        """What this student can have of the instructor within a week of a moment, in order."""
        window = InstantRange(middle - SEARCH_RADIUS, middle + SEARCH_RADIUS)
        return _open_starts(await self._sheet(wish, window), window, wish.lesson)

    async def _sheet(self, wish: Wish, window: InstantRange) -> TimeSheet:
        return await self._bookings.time_sheet(
            self._clock.now(), window, wish.offer.instructor.id, wish.student_id, ignoring=wish.moving
        )


def _parts_by_day(lesson: Lesson, timezone: str) -> Iterator[BookedTime]:
    booking, student = lesson.booking, lesson.student
    span = InstantRange(booking.starts_at, booking.ends_at)
    first, last = (instant_to_wall(edge, timezone)[0] for edge in (span.start, span.end))
    for day in days_between(first, last):
        if hours := covered_hours(span, day, timezone):
            yield BookedTime(day, hours, booking.id, student.first_name, student.last_name)


def _open_starts(sheet: TimeSheet, window: InstantRange, lesson: LessonTime) -> list[Start]:
    first, last = (instant_to_wall(edge, lesson.timezone)[0] for edge in (window.start, window.end))
    return [
        start
        for day in days_between(first, last)
        for start in starts_within(sheet.free, day, lesson.duration_minutes, lesson.timezone)
        if not sheet.is_student_busy(start, lesson.duration_minutes)
    ]


def _dump(starts: Sequence[Start]) -> list[dict[str, object]]:
    return [StartRead.model_validate(start).model_dump(mode="json") for start in starts]


def _in_words(minutes: int) -> str:
    if minutes % 60:
        return f"{minutes} minutes'"
    return "1 hour's" if minutes == 60 else f"{minutes // 60} hours'"


def _read(start: Start, now: datetime, timezone: str) -> str:
    """`18:30`, with the date when that is not today."""
    today = instant_to_wall(now, timezone)[0]
    return format_minute(start.start_time) if start.date == today else f"{start.date} {format_minute(start.start_time)}"
