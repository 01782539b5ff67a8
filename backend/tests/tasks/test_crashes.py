"""Everything but the database is killed at random while people book: nothing is lost, and nobody gets a mail twice.

What is guaranteed, and looked at here: each message of the outbox is sent at least once, always under one Message-ID. A
mail server that took a mail and was killed, or whose worker was, before both knew, gets it again. Mail programs show
mails of one Message-ID once; so what a person sees is once. How many such second deliveries there were is said.
"""

import asyncio
import os
import random
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from redis import Redis
from sqlalchemy import func, select

from app.bookings.models import Booking, BookingEvent
from app.core.clock import SystemClock
from app.core.container import Container
from app.core.database_config import is_ci
from app.core.enums import RoleName
from app.core.events import OutboxMessage
from app.notifications.domain import CLAIM_LEASE
from app.notifications.mail_sender import message_id
from embedded.mailbox import MailStore
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.instructors import make_instructor
from tests.factories.lessons import lesson_request, make_open_days
from tests.proof import scaled
from tests.servers import free_port
from tests.tasks.processes import Part, WebProcess, api, beat, mailbox, worker
from tests.valkey_server import ValkeyServer

BOOKINGS, KILLS = scaled(10, 500), scaled(3, 20)
PATIENCE_SECONDS = scaled(180, 900)
# The clock that a small run moves past a dead worker's lease; a full one waits.
MOVES_THE_CLOCK = scaled(1, 0) == 1
STARTS = ("09:00", "10:15", "11:30", "12:45", "14:00", "15:15")
DAYS = 14
PEOPLE = -(-BOOKINGS // (len(STARTS) * DAYS))


@dataclass
class Wish:
    """One lesson that somebody wants, asked for under one key until it is there."""

    email: str
    body: dict[str, Any]
    key: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass
class Product:
    """All its parts, running."""

    parts: dict[str, Part]
    api: WebProcess
    broker: ValkeyServer
    mails: MailStore
    clock_file: Path


@pytest.fixture
def product(live_container: Container, tmp_path: Path) -> Iterator[Product]:
    database = live_container.settings.database_url.replace("postgresql+asyncpg://", "postgresql://")
    broker, smtp_port, clock_file = ValkeyServer(tmp_path), free_port(), tmp_path / "offset"
    environment = {
        "INT_DATABASE_URL": database,
        "REDIS_URL": broker.url,
        "SMTP_PORT": str(smtp_port),
        "SECRET_KEY": "x" * 40,
        "LOG_LEVEL": "CRITICAL",
        "RATE_LIMIT_SCALE": "100000",
    } | ({"CLOCK_OFFSET_FILE": str(clock_file)} if MOVES_THE_CLOCK else {})
    web = api(environment)
    parts: dict[str, Part] = {
        "broker": broker,
        "smtp": mailbox(tmp_path / "mails", smtp_port),
        "worker": worker(environment),
        "beat": beat(environment),
        "api": web,
    }
    with ExitStack() as stack:
        for part in parts.values():
            part.start()
            stack.callback(part.kill)
        web.wait_until_it_answers()
        yield Product(parts, web, broker, MailStore(tmp_path / "mails"), clock_file)


async def make_wishes(container: Container) -> list[Wish]:
    """As many lessons as are to be booked, none in another's way: a fortnight for each two people."""
    first = datetime.now(ZoneInfo("America/New_York")).date() + timedelta(days=2)
    slots = [(first + timedelta(days=day), start) for day in range(DAYS) for start in STARTS]
    wishes: list[Wish] = []
    async with container.database.session() as session:
        for _ in range(PEOPLE):
            student = await make_user(session)
            teacher = await make_user(session, RoleName.INSTRUCTOR)
            instructor = await make_instructor(session, user=teacher, clock=SystemClock())
            await make_open_days(session, instructor.id, first, DAYS)
            wishes += [Wish(student.email, lesson_request(instructor, day, start)) for day, start in slots]
        await session.commit()
    return wishes[:BOOKINGS]


class Client:
    """Somebody's program: it asks again until it is answered, under the same key."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=15)
        self._headers: dict[str, dict[str, str]] = {}

    async def book(self, wish: Wish) -> str:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                answer = await self._ask(wish)
                if answer is not None and answer.status_code == httpx.codes.CREATED:
                    return str(answer.json()["id"])
                if answer is not None and answer.status_code == httpx.codes.UNAUTHORIZED:
                    self._headers.pop(wish.email)
                elif answer is not None and answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    assert answer.json()["code"] == "idempotency_in_progress", answer.text
                await asyncio.sleep(0.1)

    async def _ask(self, wish: Wish) -> httpx.Response | None:
        try:
            if wish.email not in self._headers:
                form = {"username": wish.email, "password": PASSWORD}
                login = await self._http.post("/api/auth/login", data=form)
                if login.status_code != httpx.codes.OK:
                    return login
                self._headers[wish.email] = {"Authorization": f"Bearer {login.json()['access_token']}"}
            headers = self._headers[wish.email] | {"Idempotency-Key": wish.key}
            return await self._http.post("/api/bookings", json=wish.body, headers=headers)
        except httpx.TransportError:
            return None

    async def close(self) -> None:
        await self._http.aclose()


@pytest.fixture
async def client(product: Product) -> AsyncIterator[Client]:
    made = Client(product.api.url)
    yield made
    await made.close()


class Killer:
    """Kills one part after another, each as often as the others, and starts it again after a moment."""

    def __init__(self, parts: dict[str, Part], chance: random.Random) -> None:
        self._parts = parts
        self._chance = chance
        self._order = [
            name for _ in range(-(-KILLS // len(parts))) for name in chance.sample(sorted(parts), len(parts))
        ]
        self._moments = sorted(chance.sample(range(1, BOOKINGS), KILLS))
        self.killed: Counter[str] = Counter()

    async def after(self, bookings: int) -> None:
        """At the moments that were drawn."""
        if bookings not in self._moments:
            return
        name = self._order[sum(self.killed.values())]
        self.killed[name] += 1
        # In the middle of whatever it does for the bookings so far.
        await asyncio.sleep(self._chance.uniform(0, 0.6))
        self._parts[name].kill()
        await asyncio.sleep(self._chance.uniform(0, 1.5))
        await asyncio.to_thread(self._parts[name].start)


async def count(container: Container, query: Any) -> int:
    async with container.database.read_session() as session:
        return await session.scalar(query) or 0


async def until_all_is_delivered(container: Container, product: Product) -> None:
    """By themselves: nothing is asked of any part but to run."""
    if MOVES_THE_CLOCK:
        product.clock_file.write_text(str(CLAIM_LEASE.total_seconds() + 1))
    waiting = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.delivered_at.is_(None))
    queued = Redis.from_url(product.broker.url)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await count(container, waiting) or queued.llen("celery"):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    queued.close()


@pytest.mark.proof
@pytest.mark.skipif(is_ci(os.environ), reason="it moves the clock, which a CI database refuses")
async def test_nothing_is_lost_and_nobody_is_told_twice(
    live_container: Container, product: Product, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = scaled(5, random.randrange(10**6))
    killer = Killer(product.parts, random.Random(seed))
    made: list[str] = []
    kills: list[asyncio.Task[None]] = []
    for wish in await make_wishes(live_container):
        made.append(await client.book(wish))
        # Not two at once: they follow each other, while the booking goes on.
        if kills and len(made) in killer._moments:
            await kills[-1]
        kills.append(asyncio.create_task(killer.after(len(made))))
    await asyncio.gather(*kills)
    await until_all_is_delivered(live_container, product)

    keys = [f"booking:{booking}:booked:0:{side}" for booking in made for side in ("instructor", "student")]
    arrived = Counter(dict(mail.headers)["Message-ID"] for mail in product.mails.list_newest(limit=10 * BOOKINGS))
    again = sum(arrived.values()) - len(arrived)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{BOOKINGS} bookings, killed {dict(killer.killed)}, seed {seed}:"
            f" {len(arrived)} mails, {again} deliveries came again\n"
        )
    assert len(set(made)) == BOOKINGS
    assert await count(live_container, select(func.count()).select_from(Booking)) == BOOKINGS
    assert await count(live_container, select(func.count()).select_from(BookingEvent)) == BOOKINGS
    assert set(arrived) == {message_id(key) for key in keys}
    assert await count(live_container, select(func.count()).select_from(OutboxMessage)) == len(keys)
    assert again <= killer.killed["worker"] + killer.killed["smtp"]
    assert sum(killer.killed.values()) == KILLS
