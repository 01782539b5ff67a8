"""What happens to a booking, whoever asked for it: the step along its life, what is noted of it, and its history."""

from collections.abc import Mapping

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
from app.bookings.models import Booking
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
        """Moves the booking along and writes its history; refuses what rules or permissions do not allow."""
        booking, now = lesson.booking, self._clock.now()
        side = booking.side_of(user.id)
        require_permission(action, lesson, user)
        done = booking.move_to(action, side, now)
        if done.to not in TAKES_TIME:
            self._taker.give_back(booking)
        self._bookings.add_event(booking, done.event, now, user.id, data)

    async def cancel(self, lesson: Lesson, user: Principal, reason: str) -> None:
        """By one of its sides."""
        self.act(lesson, Action.CANCEL, user, {"reason": reason})
        await self.settle_cancelled(lesson, lesson.booking.side_of(user.id), reason)

    async def settle_cancelled(self, lesson: Lesson, side: Side, reason: str, share: int | None = None) -> None:
        """What a cancellation leaves in the booking: its own terms say what is given back, unless somebody chose it."""
        booking, now = lesson.booking, self._clock.now()
        booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = now, side, reason
        by_rule = refund_share_percent(booking.tiers, booking.starts_at, now, side)
        booking.refund_share_percent = by_rule if share is None else share
        await self._leave_time(booking)

    async def reschedule(self, lesson: Lesson, user: Principal, time: LessonTime) -> None:
        """Notes the new time and counts a late move; the time itself is the time taker's."""
        booking = lesson.booking
        is_late = is_late_reschedule(booking.starts_at, self._clock.now())
        self.act(lesson, Action.RESCHEDULE, user, time.as_data())
        booking.late_reschedules += is_late
        await self._leave_time(booking)

    async def _leave_time(self, booking: Booking) -> None:
        """Nobody is to be reminded of the time that it had: those that wait for a mail server are withdrawn."""
        await self._outbox.withdraw(reminder_keys(booking), self._clock.now())
        booking.sequence += 1


def require_permission(action: Action, lesson: Lesson, user: Principal) -> None:
    permission = PERMISSIONS.get((action, lesson.booking.side_of(user.id)))
    if permission is not None and not user.may(permission):
        raise PermissionDenied
