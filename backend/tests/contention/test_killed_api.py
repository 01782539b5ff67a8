"""Copies of requests while the API is killed: each key is one booking, and every copy gets its answer.

The full proof is 1,000 keys with five copies at once, and the process killed (-9) again and again meanwhile.
"""

import asyncio
import json
import os
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import NullPool

from app.bookings.models import Booking
from app.core.clock import SystemClock
from app.core.database import Database, create_engine
from app.core.timerange import instant_to_wall
from tests.conftest import SECRET
from tests.databases import asyncpg_url, clone
from tests.factories.instructors import make_instructor
from tests.factories.lessons import lesson_request, make_open_days
from tests.proof import say, scaled
from tests.servers import MortalApi

pytestmark = [pytest.mark.proof, pytest.mark.integration]

COPIES = 5
STUDENTS = scaled(2, 25)
KEYS_EACH = scaled(8, 40)
KILLS = scaled(1, 8)
AT_ONCE = scaled(4, 12)
A_DAY = ("08:00", "09:15", "10:30", "11:45", "13:00", "14:15", "15:30", "16:45")

# Headers with a key, and the body that goes with it.
Keyed = tuple[dict[str, str], dict[str, Any]]


@dataclass
class Tally:
    """What the clients went through: answers by status and code, and connections that broke."""

    answers: Counter[tuple[int, str | None]] = field(default_factory=Counter)
    broken: int = 0
    settled: int = 0
    progress: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
async def database(server_url: str) -> AsyncIterator[tuple[str, Database]]:
    async with clone(server_url, f"instainstru_test_{os.getpid()}_killed") as url:
        engine = create_engine(asyncpg_url(url), poolclass=NullPool)
        yield url, Database(engine)
        await engine.dispose()


async def test_a_key_is_one_booking_whoever_dies(database: tuple[str, Database], redis_url: str) -> None:
    url, books = database
    environment = {
        "INT_DATABASE_URL": url,
        "REDIS_URL": redis_url,
        "RATE_LIMIT_SCALE": "100000",
        # So that people stay signed in when it is started again.
        "SECRET_KEY": SECRET,
    }
    tally = Tally()
    with MortalApi(environment) as api:
        async with aiohttp.ClientSession(api.base, timeout=aiohttp.ClientTimeout(30)) as client:
            wanted = await _lessons(client, books)
            killer = asyncio.create_task(_kill_again_and_again(api, tally, len(wanted)))
            answers = await _send_all(client, wanted, tally)
            await killer
    async with books.session() as session:
        stored = await _stored(session)
    say(
        f"{len(wanted)} keys x {COPIES} copies, the API killed {api.deaths} times: {len(stored)} bookings,"
        f" {tally.broken} broken connections, answers {dict(tally.answers)}"
    )
    assert api.deaths == KILLS
    assert tally.broken > 0
    assert all(len(set(copies)) == 1 for copies in answers)
    assert sorted(map(str, stored)) == sorted(json.loads(copies[0])["id"] for copies in answers)
    assert len(stored) == len(set(stored)) == STUDENTS * KEYS_EACH


async def _lessons(client: aiohttp.ClientSession, books: Database) -> list[Keyed]:
    """Lessons of which none is in another's way."""
    return list(chain.from_iterable([await _lessons_of_one(client, books) for _ in range(STUDENTS)]))


async def _lessons_of_one(client: aiohttp.ClientSession, books: Database) -> list[Keyed]:
    signed = await _join(client)
    today = instant_to_wall(SystemClock().now(), "America/New_York")[0]
    async with books.session() as session:
        instructor = await make_instructor(session)
        await make_open_days(session, instructor.id, today, 14, (("08:00", "18:00"),))
        await session.commit()
    return [
        (signed | {"Idempotency-Key": uuid.uuid4().hex}, lesson_request(instructor, day, start))
        for day, start in _times(today, KEYS_EACH)
    ]


def _times(today: date, count: int) -> Iterator[tuple[date, str]]:
    for number in range(count):
        yield today + timedelta(days=2 + number // len(A_DAY)), A_DAY[number % len(A_DAY)]


async def _join(client: aiohttp.ClientSession) -> dict[str, str]:
    person = {"email": f"{uuid.uuid4().hex}@example.com", "password": "nine quiet lighthouses"}
    names = {"first_name": "Ana", "last_name": "Diaz", "role": "student"}
    async with client.post("/api/auth/register", json=person | names, raise_for_status=True):
        form = {"username": person["email"], "password": person["password"]}
    async with client.post("/api/auth/login", data=form, raise_for_status=True) as answer:
        return {"Authorization": f"Bearer {(await answer.json())['access_token']}"}


async def _send_all(client: aiohttp.ClientSession, wanted: Sequence[Keyed], tally: Tally) -> list[list[bytes]]:
    """What every copy was answered in the end, key by key."""
    room = asyncio.Semaphore(AT_ONCE)

    async def copies(keyed: Keyed) -> list[bytes]:
        async with room:
            got = await asyncio.gather(*(_send(client, keyed, tally) for _ in range(COPIES)))
        tally.settled += 1
        tally.progress.set()
        return got

    return await asyncio.gather(*map(copies, wanted))


async def _send(client: aiohttp.ClientSession, keyed: Keyed, tally: Tally) -> bytes:
    """As a client that does not give up: again while another copy runs, or nobody is there."""
    headers, body = keyed
    while True:
        try:
            async with client.post("/api/bookings", json=body, headers=headers) as answer:
                content = await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            tally.broken += 1
        else:
            code = None if answer.ok else json.loads(content)["code"]
            tally.answers[answer.status, code] += 1
            if code not in ("idempotency_in_progress", "unavailable"):
                return content
        await asyncio.sleep(0.2)


async def _kill_again_and_again(api: MortalApi, tally: Tally, keys: int) -> None:
    """Each time when another share of the keys is settled, so that it always hits requests on their way."""
    for death in range(1, KILLS + 1):
        while tally.settled < keys * death // (KILLS + 1):
            tally.progress.clear()
            await tally.progress.wait()
        await asyncio.to_thread(api.kill_and_start_again)


async def _stored(session: AsyncSession) -> list[uuid.UUID]:
    return list(await session.scalars(select(Booking.id)))
