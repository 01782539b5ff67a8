"""Reminders of lessons: found by looking at the lessons themselves, so that none depends on a task that got lost.

A reminder is written when it is due and not before. So it holds the names and the time of that moment, a lesson that is
cancelled has none, one that was moved has those of its new time, and it does not matter in which way a lesson was
booked. Its key in the outbox, with the booking's sequence in it, makes it one however often this runs.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.domain import REMINDERS, Reminder
from app.bookings.lesson_reading import reminder_mails
from app.bookings.repository import BookingRepository
from app.core.clock import Clock
from app.core.events import Outbox
from app.core.service import BaseService, measure_operation


class ReminderService(BaseService):
    def __init__(self, session: AsyncSession, repository: BookingRepository, outbox: Outbox, clock: Clock) -> None:
        super().__init__(session)
        self._bookings = repository
        self._outbox = outbox
        self._clock = clock

    @measure_operation
    async def has_due(self) -> bool:
        """Whether `remind_due` would find any."""
        now = self._clock.now()
        return any([await self._bookings.has_to_remind(reminder, now) for reminder in REMINDERS])

    @measure_operation
    async def remind_due(self) -> int:
        """Writes the reminders that are due, to both sides: of how many lessons. Safe to run twice, and late."""
        return sum([await self._remind(reminder) for reminder in REMINDERS])

    async def _remind(self, reminder: Reminder) -> int:
        async with self.transaction():
            lessons = await self._bookings.to_remind(reminder, self._clock.now())
            mails = [mail for lesson in lessons for mail in reminder_mails(lesson, reminder)]
            if mails:
                await self._outbox.add_all(mails)
            return len(lessons)
