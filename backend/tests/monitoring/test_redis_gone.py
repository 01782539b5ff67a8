"""Redis killed under the running application: slower, and nothing else."""

import time
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI

from app.accounts.domain import RESET_REQUEST_LIMIT
from app.core.container import Container, build_container
from app.instructors.schemas import OwnInstructorRead
from tests.conftest import calling
from tests.factories.accounts import PASSWORD
from tests.factories.instructors import make_instructor
from tests.factories.lessons import lesson_request, make_open_days
from tests.valkey_server import ValkeyServer, valkey_server

SLOWEST_SECONDS = 5.0


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[ValkeyServer]:
    with valkey_server(tmp_path) as server:
        yield server


@pytest.fixture
async def real_container(live_container: Container, valkey: ValkeyServer) -> AsyncIterator[Container]:
    """All as in production: cache and limits in Redis, the machine's clock."""
    settings = live_container.settings.model_copy(update={"redis_url": valkey.url})
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
    """Joins, looks around, books a lesson and cancels it; remembers how each step went."""

    def __init__(self, client: httpx.AsyncClient, instructor: OwnInstructorRead) -> None:
        self._client = client
        self._instructor = instructor
        self._headers: dict[str, str] = {}
        self.slowest = 0.0

    async def walk(self, start_time: str) -> list[int]:
        email = f"{uuid.uuid4().hex}@example.com"
        names = {"first_name": "Ana", "last_name": "Diaz", "role": "student"}
        await self._call("POST", "/api/auth/register", json={"email": email, "password": PASSWORD, **names})
        login = await self._call("POST", "/api/auth/login", data={"username": email, "password": PASSWORD})
        self._headers = {"Authorization": f"Bearer {login.json()['access_token']}"}
        statuses = [(await self._call("GET", path)).status_code for path in self._reads()]
        booked = await self._call(
            "POST", "/api/bookings", json=lesson_request(self._instructor, next_week(), start_time)
        )
        cancelled = await self._call("POST", f"/api/bookings/{booked.json()['id']}/cancel", json={"reason": "ill"})
        return [login.status_code, *statuses, booked.status_code, cancelled.status_code]

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


async def test_people_go_on_while_redis_is_gone_and_when_it_is_back_empty(
    real_client: httpx.AsyncClient, valkey: ValkeyServer, instructor: OwnInstructorRead
) -> None:
    visitor = Visitor(real_client, instructor)
    usual = await visitor.walk("09:00")
    assert (await real_client.get("/health/ready")).json()["cache"] is True
    valkey.kill()
    assert await visitor.walk("11:00") == usual
    ready = await real_client.get("/health/ready")
    assert (ready.status_code, ready.json()["cache"]) == (200, False)
    assert (await real_client.get("/api/redis/health")).status_code == 503
    valkey.start()
    assert await visitor.walk("13:00") == usual
    assert (await real_client.get("/api/redis/health")).json()["status"] == "up"
    assert visitor.slowest < SLOWEST_SECONDS


async def test_limits_hold_while_redis_is_gone(real_client: httpx.AsyncClient, valkey: ValkeyServer) -> None:
    valkey.kill()
    assert RESET_REQUEST_LIMIT.account is not None
    allowed = RESET_REQUEST_LIMIT.account.amount
    body = {"email": f"{uuid.uuid4().hex}@example.com"}
    answers = [await real_client.post("/api/auth/password-reset", json=body) for _ in range(allowed + 3)]
    assert [answer.status_code for answer in answers] == [202] * allowed + [429] * 3
    assert int(answers[-1].headers["Retry-After"]) > 0


async def test_a_redis_that_hangs_is_not_waited_for_twice(
    real_client: httpx.AsyncClient, valkey: ValkeyServer, instructor: OwnInstructorRead
) -> None:
    """Stopped, it takes connections and answers nothing: the worst way of being gone."""
    visitor = Visitor(real_client, instructor)
    usual = await visitor.walk("09:00")
    with valkey.hanging():
        assert await visitor.walk("11:00") == usual
        started = time.monotonic()
        await visitor.walk("13:00")
        assert time.monotonic() - started < SLOWEST_SECONDS
    assert visitor.slowest < SLOWEST_SECONDS
