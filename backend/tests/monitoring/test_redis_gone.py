"""Redis killed under the running application: slower, and nothing else. PROOF_SCALE=full waits a minute."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.accounts.domain import RESET_REQUEST_LIMIT
from app.core.container import Container, build_container
from app.core.events import OutboxMessage
from app.instructors.schemas import OwnInstructorRead
from app.notifications.mail_sender import message_id
from app.notifications.tasks import deliver_outbox
from tests.conftest import calling
from tests.factories.accounts import PASSWORD
from tests.factories.instructors import make_instructor
from tests.factories.lessons import lesson_request, make_open_days
from tests.notifications.smtp_server import Inbox
from tests.proof import say, scaled
from tests.tasks.processes import beat, worker
from tests.valkey_server import ValkeyServer

SLOWEST_SECONDS = 5.0
SLOWEST_AGAIN_SECONDS = 2.0
GONE_SECONDS = scaled(0, 60)
# One lesson after another, half an hour later each, from ten in the morning.
WALKS_WHILE_GONE = scaled(1, 12)
PATIENCE_SECONDS = 120.0
MOST_RESETS = 20


@pytest.fixture
async def real_container(live_container: Container, valkey: ValkeyServer, inbox: Inbox) -> AsyncIterator[Container]:
    """All as in production: cache and limits in Redis, the machine's clock."""
    changed = {"redis_url": valkey.url, "smtp_port": inbox.port}
    settings = live_container.settings.model_copy(update=changed)
    made = build_container(settings)
    yield made
    await made.close()


@pytest.fixture
async def real_client(application: FastAPI, real_container: Container) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(application, real_container) as client:
        yield client


@pytest.fixture
async def instructor(real_container: Container) -> OwnInstructorRead:
    async with real_container.database.session() as session:
        made = await make_instructor(session)
        await make_open_days(session, made.id, next_week(), days=1)
        await session.commit()
    return made


def next_week() -> date:
    return datetime.now(ZoneInfo("America/New_York")).date() + timedelta(days=7)


class Visitor:
    """Looks around, books a lesson and cancels it, signed in once at the beginning; remembers how each step went."""

    def __init__(self, client: httpx.AsyncClient, instructor: OwnInstructorRead) -> None:
        self._client = client
        self._instructor = instructor
        self._headers: dict[str, str] = {}
        self.email = f"{uuid.uuid4().hex}@example.com"
        self.booked: list[str] = []
        self.slowest = 0.0

    async def join(self) -> None:
        names = {"first_name": "Ana", "last_name": "Diaz", "role": "student"}
        await self._call("POST", "/api/auth/register", json={"email": self.email, "password": PASSWORD, **names})
        login = await self._call("POST", "/api/auth/login", data={"username": self.email, "password": PASSWORD})
        self._headers = {"Authorization": f"Bearer {login.json()['access_token']}"}

    async def walk(self, start_time: str) -> list[int]:
        statuses = [(await self._call("GET", path)).status_code for path in self._reads()]
        booked = await self._call(
            "POST", "/api/bookings", json=lesson_request(self._instructor, next_week(), start_time)
        )
        self.booked.append(booked.json()["id"])
        cancelled = await self._call("POST", f"/api/bookings/{self.booked[-1]}/cancel", json={"reason": "ill"})
        return [*statuses, booked.status_code, cancelled.status_code]

    def _reads(self) -> list[str]:
        week = f"start_date={next_week()}&end_date={next_week()}"
        return [
            "/api/auth/me",
            "/api/catalog/categories",
            "/api/instructors",
            "/api/search?q=piano",
            f"/api/public/instructors/{self._instructor.id}/availability?{week}",
            "/api/bookings",
        ]

    async def _call(self, method: str, path: str, **content: object) -> httpx.Response:
        started = time.monotonic()
        answer = await self._client.request(method, path, headers=self._headers, **content)  # type: ignore[arg-type]
        self.slowest = max(self.slowest, time.monotonic() - started)
        assert answer.is_success, (method, path, answer.text)
        return answer


class Post:
    """What is mailed meanwhile: at full scale by worker and beat, whose queues are lost with Redis, by themselves."""

    def __init__(self, container: Container, inbox: Inbox) -> None:
        self._container = container
        self.inbox = inbox

    async def empty(self) -> None:
        """Waits until nothing is to be sent, and then for what would be sent again."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self._keys(is_delivered=False):
                await self._look()
        for _ in range(scaled(1, 20)):
            await self._look()

    async def _look(self) -> None:
        if scaled(1, 0):
            await deliver_outbox.run(self._container)
        else:
            await asyncio.sleep(1)

    async def delivered(self) -> list[str]:
        return await self._keys(is_delivered=True)

    async def _keys(self, *, is_delivered: bool) -> list[str]:
        done = OutboxMessage.delivered_at
        query = select(OutboxMessage.key).where(done.is_not(None) if is_delivered else done.is_(None))
        async with self._container.database.read_session() as session:
            return list((await session.scalars(query.where(OutboxMessage.discarded_at.is_(None)))).all())


@pytest.fixture
async def post(real_container: Container, inbox: Inbox) -> AsyncIterator[Post]:
    settings = real_container.settings
    environment = {
        "INT_DATABASE_URL": settings.database_url.replace("postgresql+asyncpg://", "postgresql://"),
        "REDIS_URL": settings.redis_url,
        "SMTP_PORT": str(inbox.port),
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "LOG_LEVEL": "CRITICAL",
    }
    parts = [worker(environment), beat(environment)] if scaled(0, 1) else []
    for part in parts:
        part.start()
    yield Post(real_container, inbox)
    for part in parts:
        part.kill()


async def refused_after(client: httpx.AsyncClient) -> int:
    """How many password resets somebody may ask for before the limit holds."""
    body = {"email": f"{uuid.uuid4().hex}@example.com"}
    for allowed in range(MOST_RESETS):
        answer = await client.post("/api/auth/password-reset", json=body)
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            assert int(answer.headers["Retry-After"]) > 0
            return allowed
        assert answer.status_code == httpx.codes.ACCEPTED
    return MOST_RESETS


@pytest.mark.proof
async def test_people_go_on_while_redis_is_gone_and_when_it_is_back_empty(
    real_client: httpx.AsyncClient, valkey: ValkeyServer, instructor: OwnInstructorRead, post: "Post"
) -> None:
    """Signed in before, and all the time through."""
    visitor = Visitor(real_client, instructor)
    await visitor.join()
    usual = await visitor.walk("09:00")
    assert RESET_REQUEST_LIMIT.account is not None
    allowed = RESET_REQUEST_LIMIT.account.amount
    assert await refused_after(real_client) == allowed
    assert (await real_client.get("/health/ready")).json()["cache"] is True
    valkey.kill()
    for walked in range(WALKS_WHILE_GONE):
        assert await visitor.walk(f"{10 + walked // 2}:{30 * (walked % 2):02}") == usual
        await asyncio.sleep(GONE_SECONDS / WALKS_WHILE_GONE)
    assert await refused_after(real_client) == allowed
    ready = await real_client.get("/health/ready")
    assert (ready.status_code, ready.json()["cache"]) == (200, False)
    assert (await real_client.get("/api/redis/health")).status_code == 503
    valkey.start()
    assert await visitor.walk("16:00") == usual
    assert await refused_after(real_client) == allowed
    assert (await real_client.get("/api/redis/health")).json()["status"] == "up"
    assert visitor.slowest < SLOWEST_SECONDS

    await post.empty()
    keys = await post.delivered()
    say(f"Redis gone for {GONE_SECONDS} s: {len(visitor.booked)} bookings, {len(keys)} mails, each sent once")
    assert len(keys) > len(visitor.booked)
    assert sorted(mail["Message-ID"] for mail in post.inbox.mails) == sorted(map(message_id, keys))


async def test_a_redis_that_hangs_is_not_waited_for_twice(
    real_client: httpx.AsyncClient, valkey: ValkeyServer, instructor: OwnInstructorRead
) -> None:
    """Stopped, it takes connections and answers nothing: the worst way of being gone."""
    visitor = Visitor(real_client, instructor)
    await visitor.join()
    started = time.monotonic()
    usual = await visitor.walk("09:00")
    usual_seconds = time.monotonic() - started
    with valkey.hanging():
        assert await visitor.walk("11:00") == usual
        started = time.monotonic()
        await visitor.walk("13:00")
        # Half a second for each of its requests would be more, unless the machine itself is slow.
        assert time.monotonic() - started < 3 * usual_seconds + SLOWEST_AGAIN_SECONDS
    assert visitor.slowest < SLOWEST_SECONDS
