"""The one way to take time: booking, holding and moving a lesson all pass here.

The locks make people's changes follow each other, so that constraints are met one at a time and nobody deadlocks; the
check says why not; the exclusion constraints of the database are the guarantee, whatever came before them.
"""

import uuid
from collections.abc import Sequence
from itertools import chain

from app.bookings.domain import (
    MAX_LIVE_HOLDS,
    NEARBY,
    BookingStatus,
    EventKind,
    Findings,
    LessonTime,
    Obstacle,
    TimeSheet,
    affected_days,
    span_of,
)
from app.bookings.errors import TooManyHolds
from app.bookings.models import Booking
from app.bookings.repository import BookingRepository
from app.core.clock import Clock
from app.core.live import TimeChanges


class TimeNotFree(Exception):
    """What stands in the way; whoever wanted the time says it in their own words."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


class TimeTaker:
    """Works inside the caller's transaction; what it took or gave back is told to open pages when that is committed."""

    def __init__(self, repository: BookingRepository, changes: TimeChanges, clock: Clock) -> None:
        self._bookings = repository
        self._changes = changes
        self._clock = clock

    async def hold_still(self, instructor_id: uuid.UUID, student_id: uuid.UUID) -> None:
        """Nobody else takes time of these two until the transaction ends, and holds that are over are gone.

        Always before a booking's row is locked, never after: so no two transactions wait for each other.
        """
        await self._bookings.lock_time(instructor_id, student_id)
        await self._bookings.expire_stale_holds(self._clock.now(), instructor_id, student_id)

    async def take(self, booking: Booking, lesson: LessonTime, event: EventKind) -> None:
        """Writes a new booking; TimeNotFree when it cannot be at this time, TooManyHolds for one hold too many."""
        await self._bookings.lock_time(booking.instructor_id, booking.student_id)
        if booking.status == BookingStatus.HELD and not booking.is_offer:
            await self._require_room_for_hold(booking.student_id)
        await self._require_free(booking, lesson)
        # Nobody did it when it is offered.
        if not await self._bookings.add(booking, event, None if booking.is_offer else booking.student_id):
            raise TimeNotFree(Obstacle.TAKEN)
        self._tell(booking, lesson)

    async def move(self, booking: Booking, lesson: LessonTime) -> None:
        """Gives a booking another time, its old one counting as free; TimeNotFree leaves it as it was.

        With the time it takes the buffer that the instructor wants now: with one from before, longer than what is
        offered reckons with, it would fit nowhere. The caller has called `hold_still` before reading the booking.
        """
        before = booking.lesson_time
        sheet = await self._require_free(booking, lesson)
        if not await self._bookings.move(booking, lesson, sheet.buffer_minutes):
            raise TimeNotFree(Obstacle.TAKEN)
        self._tell(booking, before)
        self._tell(booking, lesson)

    def give_back(self, booking: Booking) -> None:
        """The booking takes time no more, by whatever changed its status."""
        self._tell(booking, booking.lesson_time)

    def _tell(self, booking: Booking, lesson: LessonTime) -> None:
        is_held = booking.status == BookingStatus.HELD and booking.expires_at is not None
        ends_in = booking.expires_at - self._clock.now() if is_held and booking.expires_at else None
        days = affected_days(lesson.range, lesson.timezone)
        self._changes.tell(booking.instructor_id, days, again_in=ends_in)

    def _tell_all(self, instructor_id: uuid.UUID, lessons: Sequence[LessonTime]) -> None:
        days = (affected_days(lesson.range, lesson.timezone) for lesson in lessons)
        self._changes.tell(instructor_id, set(chain.from_iterable(days)))

    async def take_several(self, bookings: Sequence[Booking], event: EventKind, *, partly: bool) -> Findings:
        """Writes those of several new bookings of the same two people that fit; all or none unless `partly`.

        One lock, one sheet, one insert, however many they are. The caller undoes everything when it is not content.
        """
        first = bookings[0]
        await self._bookings.lock_time(first.instructor_id, first.student_id)
        found = await self._look(bookings, [booking.lesson_time for booking in bookings])
        if not found.fitting or not (partly or found.all_fit):
            return found
        fitting = [bookings[at] for at in found.fitting]
        written = await self._bookings.add_all(fitting, event, first.student_id)
        self._tell_all(first.instructor_id, [booking.lesson_time for booking in fitting])
        return found.without(at for at in found.fitting if bookings[at].id not in written)

    async def move_several(self, bookings: Sequence[Booking], lessons: Sequence[LessonTime]) -> Findings:
        """Gives several bookings of the same two people other times, all or none; their old times count as free.

        As with `move` the caller has called `hold_still` before, and reads the bookings again afterwards.
        """
        found = await self._look(bookings, lessons)
        moves = list(zip(bookings, lessons, strict=True))
        if not found.all_fit:
            return found
        if not await self._bookings.move_all(moves, found.sheet.buffer_minutes, self._clock.now()):
            return found.without(range(len(moves)))
        # The session's bookings still have their old times.
        self._tell_all(bookings[0].instructor_id, [*(booking.lesson_time for booking in bookings), *lessons])
        return found

    async def _look(self, bookings: Sequence[Booking], lessons: Sequence[LessonTime]) -> Findings:
        sheet = await self._bookings.time_sheet(
            self._clock.now(),
            span_of(lessons, NEARBY),
            bookings[0].instructor_id,
            bookings[0].student_id,
            ignoring=[booking.id for booking in bookings],
            expiring=True,
        )
        return Findings.of(sheet, lessons, [sheet.buffer_minutes] * len(lessons))

    async def _require_free(self, booking: Booking, lesson: LessonTime) -> TimeSheet:
        sheet = await self._bookings.time_sheet(
            self._clock.now(),
            lesson.range,
            booking.instructor_id,
            booking.student_id,
            ignoring=[booking.id],
            expiring=True,
        )
        if obstacles := sheet.obstacles(lesson):
            raise TimeNotFree(obstacles[0])
        return sheet

    async def _require_room_for_hold(self, student_id: uuid.UUID) -> None:
        if await self._bookings.count_live_holds(student_id, self._clock.now()) >= MAX_LIVE_HOLDS:
            raise TooManyHolds
