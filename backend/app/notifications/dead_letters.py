"""Messages that were given up: an administrator looks at them, sends them on their way again or lets them go."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.schemas import PageParams
from app.core.service import BaseService, measure_operation
from app.notifications.errors import DeadLetterNotFound
from app.notifications.repository import DeadLetter, DeadLetterRepository


class DeadLetterService(BaseService):
    def __init__(self, session: AsyncSession, repository: DeadLetterRepository, clock: Clock) -> None:
        super().__init__(session)
        self._dead = repository
        self._clock = clock

    @measure_operation
    async def list_dead(self, page: PageParams) -> tuple[list[DeadLetter], int]:
        """A page of them, the last to die first, and how many there are. Their contents are people's: not shown."""
        return await self._dead.list_dead(page.limit, page.offset)

    @measure_operation
    async def retry_dead(self, message_id: uuid.UUID) -> DeadLetter:
        """It is due at once, with all its attempts before it, under its old key and so its old Message-ID.

        `DeadLetterNotFound`, also when somebody else was quicker.
        """
        async with self.transaction():
            return _found(await self._dead.revive(message_id, self._clock.now()))

    @measure_operation
    async def discard(self, message_id: uuid.UUID) -> DeadLetter:
        """It will never be sent, nor will anything be under its key; its contents are gone. `DeadLetterNotFound`."""
        async with self.transaction():
            return _found(await self._dead.discard(message_id, self._clock.now()))


def _found(letter: DeadLetter | None) -> DeadLetter:
    if letter is None:
        raise DeadLetterNotFound
    return letter
