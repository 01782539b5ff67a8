"""Putting transactions in an order: one waits for another's lock before the next one begins."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Whoever waits for anything has a lock on something in this database, be it the table that is read.
WAITING = text("""
    SELECT count(DISTINCT pid) FROM pg_locks
    WHERE NOT granted AND pid IN (
        SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database()
    )
""")


async def until_waiting(session: AsyncSession, count: int) -> None:
    """Until so many connections of this database wait for a lock; they get it in the order in which they came."""
    async with asyncio.timeout(10):
        while await session.scalar(WAITING) != count:  # noqa: ASYNC110 the condition is about other connections
            await asyncio.sleep(0.01)
