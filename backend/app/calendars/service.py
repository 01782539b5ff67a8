"""A person's lessons as a calendar that other programs subscribe to."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import Principal
from app.bookings.booking_reader import BookingReader
from app.calendars.errors import FeedNotFound
from app.calendars.repository import CalendarFeedRepository
from app.calendars.schemas import FeedRead, NewFeedRead
from app.core.clock import Clock
from app.core.security import hash_opaque_token, new_opaque_token
from app.core.service import BaseService, measure_operation

# Lessons gone by for longer are left out: calendars keep what they have.
KEPT_PAST = timedelta(days=183)


class CalendarFeedService(BaseService):
    def __init__(
        self, session: AsyncSession, repository: CalendarFeedRepository, reader: BookingReader, clock: Clock
    ) -> None:
        super().__init__(session)
        self._feeds = repository
        self._reader = reader
        self._clock = clock

    @measure_operation
    async def get(self, user: Principal) -> FeedRead:
        created_at = await self._feeds.created_at(user.id)
        return FeedRead(exists=created_at is not None, created_at=created_at)

    @measure_operation
    async def renew(self, user: Principal) -> NewFeedRead:
        """A new address, which is told this once; the old one works no more."""
        token, now = new_opaque_token(), self._clock.now()
        async with self.transaction():
            await self._feeds.replace(user.id, hash_opaque_token(token), now)
        return NewFeedRead(path=f"/api/calendar/{token}.ics", created_at=now)

    @measure_operation
    async def revoke(self, user: Principal) -> None:
        async with self.transaction():
            if not await self._feeds.remove(user.id):
                raise FeedNotFound

    @measure_operation
    async def read(self, token: str) -> bytes:
        """RFC 5545: all lessons on both sides, cancelled ones as such; the same while nothing changes."""
        owner = await self._feeds.owner_of(hash_opaque_token(token))
        if owner is None:
            raise FeedNotFound
        return await self._reader.read_calendar_of(owner, since=self._clock.now() - KEPT_PAST)
