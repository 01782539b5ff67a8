"""One owner of commits: the outermost transaction."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.events import Outbox, OutboxMessage
from app.core.service import BaseService


class Writer(BaseService):
    async def write(self, *keys: str, then: Exception | None = None) -> None:
        async with self.transaction():
            for key in keys:
                await self.write_one(key)
            if then:
                raise then

    async def write_one(self, key: str) -> None:
        async with self.transaction():
            await Outbox(self.session).add("mail", key, {})
            self.after_commit(self._note)

    notes = 0

    async def _note(self) -> None:
        self.notes += 1


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(OutboxMessage)) or 0


async def test_an_inner_block_joins_the_outer_one(session: AsyncSession) -> None:
    writer = Writer(session)
    await writer.write("a", "b")
    assert await count(session) == 2
    assert writer.notes == 2
    assert not session.in_nested_transaction()


async def test_an_error_rolls_back_all_of_it_and_goes_on_unchanged(session: AsyncSession) -> None:
    writer = Writer(session)
    error = LookupError("as it was")
    with pytest.raises(LookupError) as caught:
        await writer.write("a", "b", then=error)
    assert caught.value is error
    assert await count(session) == 0
    assert writer.notes == 0


async def test_what_was_dropped_with_a_rollback_does_not_follow_a_later_commit(session: AsyncSession) -> None:
    writer = Writer(session)
    with pytest.raises(LookupError):
        await writer.write("a", then=LookupError())
    await writer.write("b")
    assert writer.notes == 1


async def test_a_message_with_a_known_key_is_written_once(session: AsyncSession) -> None:
    writer = Writer(session)
    await writer.write("a")
    await writer.write("a")
    assert await count(session) == 1
