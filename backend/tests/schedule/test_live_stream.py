"""Open pages hear of time that went or came: real connections, two real API processes, a Valkey that is killed."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import aiohttp
import httpx
import pytest

from app.core.container import Container, build_container
from app.core.enums import RoleName
from tests.conftest import SECRET
from tests.factories.accounts import PASSWORD, auth_headers, signed_in
from tests.factories.lessons import Scene, make_scene
from tests.servers import running_api
from tests.valkey_server import ValkeyServer

TWO_SECONDS = 2.0
SHUTDOWN_SECONDS = 10.0


@dataclass
class Page:
    """One open stream; `events` as they come, each with the days that it names."""

    events: asyncio.Queue[list[str]] = field(default_factory=asyncio.Queue)

    async def hears(self) -> list[str]:
        return await asyncio.wait_for(self.events.get(), TWO_SECONDS)

    async def read(self, answer: aiohttp.ClientResponse) -> None:
        name = ""
        async for line in answer.content:
            if line.startswith(b"event: "):
                name = line[7:].decode().strip()
            elif line.startswith(b"data: "):
                data = json.loads(line[6:])
                assert (name, set(data)) == ("free_time_changed", {"instructor_id", "dates"})
                self.events.put_nowait(data["dates"])


@asynccontextmanager
async def page(base: str, scene: Scene) -> AsyncIterator[Page]:
    """Connected, and hearing of everything from now on."""
    path = f"{base}/api/public/instructors/{scene.instructor.id}/live"
    days = {"start_date": str(scene.day), "end_date": str(scene.day)}
    async with aiohttp.ClientSession() as session, session.get(path, params=days) as answer:
        assert (answer.status, answer.content_type) == (200, "text/event-stream")
        assert "no-transform" in answer.headers["Cache-Control"]
        assert await answer.content.readline() == b"retry: 2000\n"
        shown = Page()
        reading = asyncio.create_task(shown.read(answer))
        yield shown
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


@pytest.fixture
async def container(live_container: Container, valkey: ValkeyServer) -> AsyncIterator[Container]:
    """On the database and the Valkey of the processes, with the machine's clock."""
    made = build_container(live_container.settings.model_copy(update={"redis_url": valkey.url}))
    yield made
    await made.close()


@pytest.fixture
def environment(container: Container) -> dict[str, str]:
    settings = container.settings
    return {
        "INT_DATABASE_URL": settings.int_database_url_raw.get_secret_value(),
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": SECRET,
    }


async def followers(base: str) -> float:
    async with httpx.AsyncClient() as client:
        lines = (await client.get(f"{base}/metrics")).text.splitlines()
    return float(next(line for line in lines if line.startswith("instainstru_live_followers ")).split()[1])


async def act(scene: Scene, method: str, path: str, **content: Any) -> dict[str, Any]:
    answer = await scene.client.request(method, path, **content)
    assert answer.is_success, answer.text
    return dict(answer.json()) if answer.content else {}


async def test_pages_of_two_processes_hear_of_it_within_two_seconds(
    container: Container, environment: dict[str, str], valkey: ValkeyServer
) -> None:
    with running_api(environment) as one, ExitStack() as second:
        other = second.enter_context(running_api(environment))
        async with httpx.AsyncClient(base_url=one) as client:
            scene = await make_scene(client, container)
            await _a_look_at_it_is_over_at_once(client, scene)
            async with page(one, scene) as near, page(other, scene) as far:
                await _every_change_is_heard(scene, near, far)
                await _every_rule_is_heard(scene, near, far)
                await _redis_dies_and_comes_back(scene, valkey, near, far)
                assert await followers(other) == 1
            await _nobody_is_left(other)
            async with page(other, scene):
                await _it_ends_all_the_same(second)
            await _a_departure_is_heard(one, scene)


async def _a_look_at_it_is_over_at_once(client: httpx.AsyncClient, scene: Scene) -> None:
    """HEAD, and the same connection is good for another question."""
    path = f"/api/public/instructors/{scene.instructor.id}/live?start_date={scene.day}&end_date={scene.day}"
    for _ in range(2):
        answer = await asyncio.wait_for(client.head(path), TWO_SECONDS)
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, "text/event-stream")
    assert (await asyncio.wait_for(client.get("/health"), TWO_SECONDS)).status_code == 200


async def _every_change_is_heard(scene: Scene, near: Page, far: Page) -> None:
    async def heard() -> None:
        assert await near.hears() == await far.hears() == [str(scene.day)]

    student, teacher = scene.student.headers, scene.teacher.headers
    lesson = scene.lesson("10:00")
    held = await act(scene, "POST", "/api/bookings/holds", json=lesson, headers=student)
    await heard()
    await act(scene, "DELETE", f"/api/bookings/holds/{held['id']}", headers=student)
    await heard()
    booked = await scene.booked("10:00")
    await heard()
    moved = {"date": str(scene.day), "start_time": "12:00"}
    await act(scene, "POST", f"/api/bookings/{booked['id']}/reschedule", json=moved, headers=student)
    await heard()
    await act(scene, "POST", f"/api/bookings/{booked['id']}/cancel", json={"reason": "A cold"}, headers=teacher)
    await heard()
    await act(scene, "POST", "/api/availability/blackouts", json={"date": str(scene.day)}, headers=teacher)
    await heard()
    await act(scene, "DELETE", f"/api/availability/blackouts/{scene.day}", headers=teacher)
    await heard()
    monday = scene.day.fromordinal(scene.day.toordinal() - scene.day.weekday())
    hours = {str(scene.day): [{"start_time": "09:00", "end_time": "16:00"}]}
    week = {"week_start": str(monday), "version": 0, "days": hours}
    await act(scene, "PUT", "/api/availability/week", json=week, headers=teacher)
    await heard()
    assert near.events.empty()
    assert far.events.empty()


async def _every_rule_is_heard(scene: Scene, near: Page, far: Page) -> None:
    """What all of an instructor's time depends on, and whether they are found at all."""

    async def heard(method: str, path: str, **content: Any) -> None:
        await act(scene, method, path, **content)
        assert await near.hears() == await far.hears() == [str(scene.day)]

    admin = (await signed_in(scene.container, RoleName.ADMIN)).headers
    account, mine = f"/api/admin/users/{scene.teacher.id}", "/api/instructors/me"
    teacher, [offering] = scene.teacher.headers, scene.instructor.offerings
    for rule in ({"min_notice_minutes": 0}, {"buffer_minutes": 0}, {"horizon_days": 30}):
        await heard("PUT", mine, json=rule, headers=teacher)
    sold = {"subject": offering.subject, "rate_cents": offering.rate_cents, "places": ["online"]}
    await heard("PUT", f"{mine}/offerings/{offering.id}", json=sold | {"durations": [60]}, headers=teacher)
    for step in ("suspend", "reactivate"):
        await heard("POST", f"{mine}/{step}", headers=teacher)
    added = await act(scene, "POST", f"{mine}/offerings", json=sold | {"subject": "violin"}, headers=teacher)
    assert await near.hears() == await far.hears()
    await heard("DELETE", f"{mine}/offerings/{added['id']}", headers=teacher)
    await heard("POST", f"{account}/suspend", json={"reason": "A complaint"}, headers=admin)
    await heard("POST", f"{account}/reactivate", headers=admin)


async def _a_departure_is_heard(base: str, scene: Scene) -> None:
    """On a day too on which nothing is booked."""
    async with page(base, replace(scene, day=scene.day + timedelta(days=5))) as shown:
        teacher = await auth_headers(scene.container, scene.teacher.user)
        await act(scene, "POST", "/api/privacy/delete", json={"password": PASSWORD}, headers=teacher)
        assert await shown.hears() == [str(scene.day + timedelta(days=5))]


async def _redis_dies_and_comes_back(scene: Scene, valkey: ValkeyServer, near: Page, far: Page) -> None:
    valkey.kill()
    await scene.booked("13:00")
    assert await near.hears() == [str(scene.day)]
    valkey.start()
    assert await near.hears() == await far.hears() == [str(scene.day)]
    await asyncio.sleep(5)  # until the breaker of the process that books tries again
    await scene.booked("14:30")
    assert await near.hears() == await far.hears() == [str(scene.day)]


async def _nobody_is_left(base: str) -> None:
    tries = range(int(TWO_SECONDS / 0.1))
    left = [count async for count in _counts(base, tries)]
    assert left[-1] == 0, left


async def _counts(base: str, tries: range) -> AsyncIterator[float]:
    for _ in tries:
        count = await followers(base)
        yield count
        if not count:
            return
        await asyncio.sleep(0.1)


async def _it_ends_all_the_same(process: ExitStack) -> None:
    """With a page open that would listen for ever."""
    started = time.monotonic()
    await asyncio.to_thread(process.close)
    assert time.monotonic() - started < SHUTDOWN_SECONDS
