"""What happens to a booking, whoever asked for it: the step along its life, what is noted of it, and its history."""

from collections.abc import Mapping, Sequence

from app.accounts.domain import Principal
from app.bookings.domain import (
    PERMISSIONS,
    TAKES_TIME,
    Action,
    LessonTime,
    Side,
    is_late_reschedule,
    refund_share_percent,
)
from app.bookings.lesson_reading import reminder_keys
from app.bookings.repository import BookingRepository, Lesson
from app.bookings.time_taker import TimeTaker
from app.core.clock import Clock
from app.core.errors import PermissionDenied
from app.core.events import Outbox


class LessonLife:
    """Works inside the caller's transaction, on rows that the caller has locked."""

    def __init__(self, repository: BookingRepository, taker: TimeTaker, outbox: Outbox, clock: Clock) -> None:
        self._bookings = repository
        self._taker = taker
        self._outbox = outbox
        self._clock = clock

    def act(self, lesson: Lesson, action: Action, user: Principal, data: Mapping[str, str]) -> None:
        """A step by one of the lesson's sides; refuses what rules or their permissions do not allow."""
        require_permission(action, lesson, user)
        self.step(lesson, action, lesson.booking.side_of(user.id), user, data)

    def step(self, lesson: Lesson, action: Action, side: Side, user: Principal, data: Mapping[str, str]) -> None:
        """Moves the booking along, writes its history and gives its time back if it takes none any more."""
        booking, now = lesson.booking, self._clock.now()
        done = booking.move_to(action, side, now)
        if done.to not in TAKES_TIME:
            self._taker.give_back(booking)
        self._bookings.add_event(booking, done.event, now, user.id, data)

    async def cancel(self, lessons: Sequence[Lesson], user: Principal, reason: str) -> None:
        """By one of their sides."""
        for lesson in lessons:
            self.act(lesson, Action.CANCEL, user, {"reason": reason})
        await self.settle_cancelled(lessons, lessons[0].booking.side_of(user.id), reason)

    async def settle_cancelled(
        self, lessons: Sequence[Lesson], side: Side, reason: str, share: int | None = None
    ) -> None:
        """What a cancellation leaves in bookings: their own terms say what is given back, unless somebody chose it."""
        now = self._clock.now()
        for booking in (lesson.booking for lesson in lessons):
            booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = now, side, reason
            by_rule = refund_share_percent(booking.tiers, booking.starts_at, now, side)
            booking.refund_share_percent = by_rule if share is None else share
        await self._leave_times(lessons)

    async def reschedule(self, moves: Sequence[tuple[Lesson, LessonTime]], user: Principal) -> None:
        """Notes the new times and counts late moves; the times themselves are the time taker's."""
        for lesson, time in moves:
            is_late = is_late_reschedule(lesson.booking.starts_at, self._clock.now())
            self.act(lesson, Action.RESCHEDULE, user, time.as_data())
            lesson.booking.late_reschedules += is_late
        await self._leave_times([lesson for lesson, _ in moves])

    async def _leave_times(self, lessons: Sequence[Lesson]) -> None:
        """Nobody is to be reminded of the times that they had: what waits for a mail server is withdrawn, at once."""
        keys = [key for lesson in lessons for key in reminder_keys(lesson.booking)]
        for lesson in lessons:
            lesson.booking.sequence += 1
        await self._outbox.withdraw(keys, self._clock.now())


def require_permission(action: Action, lesson: Lesson, user: Principal) -> None:
    permission = PERMISSIONS.get((action, lesson.booking.side_of(user.id)))
    if permission is not None and not user.may(permission):
        raise PermissionDenied
