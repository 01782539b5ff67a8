"""As many connections as a process of the product has, so that a crowd waits outside of the database."""

import os
from collections.abc import AsyncIterator

import pytest

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.database import Database, create_engine
from app.core.security import PasswordHasher
from tests.conftest import make_container, make_settings
from tests.databases import asyncpg_url, clone

CONNECTIONS = 12


@pytest.fixture
async def live_container(
    server_url: str, redis_url: str, clock: FixedClock, passwords: PasswordHasher
) -> AsyncIterator[Container]:
    async with clone(server_url, f"instainstru_test_{os.getpid()}_crowd") as url:
        engine = create_engine(asyncpg_url(url), pool_size=CONNECTIONS, max_overflow=0, pool_timeout=120)
        made = make_container(make_settings(url, redis_url), Database(engine), clock, passwords)
        yield made
        await made.redis.aclose()
        await engine.dispose()
