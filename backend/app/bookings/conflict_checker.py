"""Whether a lesson can be had at a time, and if not, why and when instead."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.domain import (
    ALTERNATIVES,
    LessonTime,
    Obstacle,
    Reason,
    ReasonCode,
    Start,
    TimeSheet,
    covered_hours,
    day_range,
    days_between,
    nearest,
    reasons,
    starts_within,
)
from app.bookings.errors import NotAvailable, TimeTaken, TooFar, TooSoon
from app.bookings.repository import BookingRepository, Lesson, Offer
from app.bookings.schemas import StartRead
from app.core.clock import Clock
from app.core.errors import AppError
from app.core.service import BaseService, measure_operation
from app.core.timerange import InstantRange, MinuteRange, format_minute, instant_to_wall
from app.instructors.models import Instructor

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
class TimeCheck:
    """A time of an instructor, and every reason why it is not offered; none when it is."""

    instructor: Instructor
    lesson: LessonTime
    sheet: TimeSheet
    reasons: Sequence[Reason]


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
                return await self._not_available("The clock skips this time on that day", wish)
            case Obstacle.TOO_SOON:
                return await self._too_soon(wish)
            case Obstacle.TOO_FAR:
                return await self._too_far(wish)
            case Obstacle.OUTSIDE_HOURS:
                return await self._not_available("The instructor does not teach at this time", wish)
            case Obstacle.BLACKOUT:
                return await self._not_available("The instructor does not teach on this day", wish)
            case Obstacle.TAKEN:
                return await self._taken("Somebody else has a lesson at this time.", wish)
            case Obstacle.STUDENT_BUSY:
                return await self._taken("You have another lesson at this time.", wish)

    @measure_operation
    async def list_reasons(self, instructor: Instructor, lesson: LessonTime) -> TimeCheck:
        """Why a time is not offered to anybody, for the instructor alone: holds and names are in it."""
        whole = day_range(lesson.booking_date, lesson.timezone)
        window = InstantRange(min(whole.start, lesson.starts_at), max(whole.end, lesson.ends_at))
        now = self._clock.now()
        sheet = await self._bookings.time_sheet(now, window, instructor.id, None)
        takers = await self._bookings.list_takers(now, window, instructor.id)
        found = reasons(sheet, takers, lesson)
        if not instructor.is_listed:
            found.insert(0, Reason(ReasonCode.NOT_LISTED))
        return TimeCheck(instructor, lesson, sheet, found)

    @measure_operation
    async def get_booked_times_for_date(self, instructor_id: uuid.UUID, day: date, timezone: str) -> list[BookedTime]:
        """What lessons take of a day, in order."""
        return await self.get_booked_times(instructor_id, day, day, timezone)

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
        needs = needs_notice(wish.offer.min_notice_minutes)
        now = self._clock.now()
        window = InstantRange(now, now + timedelta(days=wish.offer.horizon_days))
        first = next(_open_starts(await self._sheet(wish, window), window, wish.lesson), None)
        if first is None:
            return TooSoon(f"{needs}.")
        return TooSoon(f"{needs}; the first start is {_read(first, self._today(wish))}.", first_start=_dump([first])[0])

    async def _too_far(self, wish: Wish) -> TooFar:
        sheet = await self._sheet(wish, wish.lesson.range)
        last_date = sheet.last_date(wish.lesson)
        message = f"Lessons can be booked up to {wish.offer.horizon_days} days ahead, until {last_date}."
        return TooFar(message, last_date=last_date.isoformat())

    async def _not_available(self, message: str, wish: Wish) -> NotAvailable:
        starts = await self._nearest(wish, 1)
        if not starts:
            return NotAvailable(f"{message}.")
        at = _read(starts[0], wish.lesson.booking_date)
        return NotAvailable(f"{message}; the nearest start is {at}.", nearest_start=_dump(starts)[0])

    async def _taken(self, message: str, wish: Wish) -> TimeTaken:
        return TimeTaken(message, alternatives=_dump(await self._nearest(wish, ALTERNATIVES)))

    async def _nearest(self, wish: Wish, count: int) -> list[Start]:
        """What this student can have of the instructor within a week of what they asked for, in order of time."""
        wanted = wish.lesson.starts_at
        window = InstantRange(wanted - SEARCH_RADIUS, wanted + SEARCH_RADIUS)
        return nearest(_open_starts(await self._sheet(wish, window), window, wish.lesson), wanted, count)

    def _today(self, wish: Wish) -> date:
        return instant_to_wall(self._clock.now(), wish.lesson.timezone)[0]

    async def _sheet(self, wish: Wish, window: InstantRange) -> TimeSheet:
        return await self._bookings.time_sheet(
            self._clock.now(),
            window,
            wish.offer.instructor.id,
            wish.student_id,
            ignoring=[] if wish.moving is None else [wish.moving],
        )


def _parts_by_day(lesson: Lesson, timezone: str) -> Iterator[BookedTime]:
    booking, student = lesson.booking, lesson.student
    span = InstantRange(booking.starts_at, booking.ends_at)
    first, last = (instant_to_wall(edge, timezone)[0] for edge in (span.start, span.end))
    for day in days_between(first, last):
        if hours := covered_hours(span, day, timezone):
            yield BookedTime(day, hours, booking.id, student.first_name, student.last_name)


def _open_starts(sheet: TimeSheet, window: InstantRange, lesson: LessonTime) -> Iterator[Start]:
    first, last = (instant_to_wall(edge, lesson.timezone)[0] for edge in (window.start, window.end))
    for day in days_between(first, last):
        for start in starts_within(sheet.free, day, lesson.duration_minutes, lesson.timezone):
            if not sheet.is_student_busy(start, lesson.duration_minutes):
                yield start


def _dump(starts: Sequence[Start]) -> list[dict[str, object]]:
    return [StartRead.model_validate(start).model_dump(mode="json") for start in starts]


def needs_notice(minutes: int) -> str:
    """The rule in words; without a notice only what is over is too soon."""
    if not minutes:
        return "This time is over"
    if minutes % 60:
        return f"Needs {minutes} minutes' notice"
    return "Needs 1 hour's notice" if minutes == 60 else f"Needs {minutes // 60} hours' notice"


def _read(start: Start, day: date) -> str:
    """`18:30`, with the date when that is another day."""
    return format_minute(start.start_time) if start.date == day else f"{start.date} {format_minute(start.start_time)}"
