"""What anybody may know of an instructor's time: when it is free, and nothing of who took the rest."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.schemas import HoursRead
from app.bookings.domain import Start, by_day, days_between, hours_within, starts_within
from app.bookings.errors import DurationNotOffered
from app.bookings.repository import BookingRepository, FreeCalendar
from app.bookings.schemas import FreeDayRead, FreeTimeRead, FreeTimesRead, NextStartsRead, StartRead
from app.core.clock import Clock
from app.core.service import BaseService, measure_operation
from app.core.timerange import InstantRange, instant_to_wall
from app.instructors.domain import MAX_HORIZON_DAYS, default_duration
from app.instructors.errors import InstructorNotFound, OfferingNotFound

# A day in any zone lies within a day of the same date in UTC, and a lesson may run on past midnight.
SLACK = timedelta(days=1)


class FreeTimeFinder(BaseService):
    def __init__(self, session: AsyncSession, repository: BookingRepository, clock: Clock) -> None:
        super().__init__(session)
        self._bookings = repository
        self._clock = clock

    @measure_operation
    async def get_free_time(
        self,
        instructor_id: uuid.UUID,
        first: date,
        last: date,
        offering_id: uuid.UUID | None = None,
        duration: int | None = None,
    ) -> FreeTimeRead:
        """Day by day, in one statement; with starts when a length is said or the offering has one."""
        window = _window(first, last)
        found = await self._bookings.free_calendar(self._clock.now(), window, instructor_id, offering_id)
        if found is None:
            raise InstructorNotFound
        return _read(found, first, last, _duration(found, offering_id, duration))

    @measure_operation
    async def require_found(self, instructor_id: uuid.UUID) -> None:
        """InstructorNotFound for somebody whom students do not find."""
        if not await self._bookings.is_found(instructor_id):
            raise InstructorNotFound

    @measure_operation
    async def list_free_time(
        self, instructor_ids: Sequence[uuid.UUID], first: date, last: date, duration: int | None = None
    ) -> FreeTimesRead:
        """A few days of many instructors, in one statement; in the order asked for, without those whom nobody finds."""
        found = await self._bookings.free_calendars(self._clock.now(), _window(first, last), instructor_ids)
        by_id = {calendar.instructor_id: calendar for calendar in found}
        return FreeTimesRead(
            instructors=[_read(by_id[wanted], first, last, duration) for wanted in instructor_ids if wanted in by_id]
        )

    @measure_operation
    async def next_starts(self, instructor_id: uuid.UUID, duration: int, limit: int) -> NextStartsRead:
        """The first starts from now on for a lesson of that length."""
        now = self._clock.now()
        window = InstantRange(now, now + timedelta(days=MAX_HORIZON_DAYS))
        found = await self._bookings.free_calendar(now, window, instructor_id, None)
        if found is None:
            raise InstructorNotFound
        starts = islice(_starts(found, duration), limit)
        return NextStartsRead(starts=[StartRead.model_validate(start) for start in starts])


def _window(first: date, last: date) -> InstantRange:
    midnight = datetime.combine(first, time(), UTC)
    return InstantRange(midnight - SLACK, midnight + (last - first) + 2 * SLACK + SLACK)


def _duration(calendar: FreeCalendar, offering_id: uuid.UUID | None, duration: int | None) -> int | None:
    if offering_id is None:
        return duration
    if not calendar.offering_found:
        raise OfferingNotFound
    if duration is not None and duration not in calendar.durations:
        raise DurationNotOffered(calendar.durations)
    return duration or default_duration(calendar.durations)


def _read(calendar: FreeCalendar, first: date, last: date, duration: int | None) -> FreeTimeRead:
    days = by_day(calendar.free, days_between(first, last), calendar.timezone)
    return FreeTimeRead(
        instructor_id=calendar.instructor_id,
        timezone=calendar.timezone,
        duration_minutes=duration,
        days=[_read_day(day, free, duration, calendar.timezone) for day, free in days],
    )


def _read_day(day: date, free: Sequence[InstantRange], duration: int | None, timezone: str) -> FreeDayRead:
    starts = None if duration is None else [item.start_time for item in starts_within(free, day, duration, timezone)]
    return FreeDayRead(date=day, free=[HoursRead.of(item) for item in hours_within(free, day, timezone)], starts=starts)


def _starts(calendar: FreeCalendar, duration: int) -> Iterable[Start]:
    if not calendar.free:
        return
    first, last = (
        instant_to_wall(edge, calendar.timezone)[0] for edge in (calendar.free[0].start, calendar.free[-1].end)
    )
    for day, free in by_day(calendar.free, days_between(first, last), calendar.timezone):
        yield from starts_within(free, day, duration, calendar.timezone)
