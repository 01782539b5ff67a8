"""Somebody may wait for ten times, from however many pages they ask: on real connections, with real commits.

And the control: without the lock on the person every page counts the same nine.
"""

import asyncio
import uuid
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from app.bookings.dependencies import build_booking_service
from app.catalog.dependencies import build_catalog_service
from app.core.container import Container
from app.core.dependencies import ClockDep, LiveDep, SessionDep
from app.core.events import Outbox
from app.waitlist.dependencies import get_waitlist_service
from app.waitlist.domain import MAX_OPEN_WISHES, OPEN
from app.waitlist.models import WaitlistWish
from app.waitlist.repository import WaitlistRepository
from app.waitlist.service import WaitlistService
from tests.factories.lessons import Scene, make_scene
from tests.waitlist.conftest import wish, wished

PAGES = 4
# Nobody teaches then, so that there is something to wait for.
EVENING = {"start_time": "20:00", "end_time": "24:00"}


class CarelessRepository(WaitlistRepository):
    """Locks nobody, and goes on when every page has counted."""

    all_have_counted = asyncio.Barrier(PAGES)

    async def count_open(self, student_id: uuid.UUID) -> int:
        query = select(func.count()).where(WaitlistWish.student_id == student_id, WaitlistWish.status.in_(OPEN))
        count = await self.session.scalar(query) or 0
        async with asyncio.timeout(20):
            await self.all_have_counted.wait()
        return count


async def get_careless_service(session: SessionDep, clock: ClockDep, live: LiveDep) -> WaitlistService:
    bookings = build_booking_service(session, clock, live)
    catalog = build_catalog_service(session)
    return WaitlistService(session, CarelessRepository(session), bookings, catalog, Outbox(session), clock)


@pytest.fixture
def without_lock(application: FastAPI) -> Iterator[None]:
    """From the next request on."""
    CarelessRepository.all_have_counted = asyncio.Barrier(PAGES)
    yield
    application.dependency_overrides.pop(get_waitlist_service, None)


@pytest.fixture
async def scene(live_client: httpx.AsyncClient, live_container: Container) -> Scene:
    """In which one of the students waits for all but one of the times that they may wait for."""
    scene = await make_scene(live_client, live_container)
    for _ in range(MAX_OPEN_WISHES - 1):
        await wished(scene, scene.student, **EVENING)
    return scene


async def wish_from_all_pages(scene: Scene) -> Counter[tuple[int, str | None]]:
    answers = await asyncio.gather(*(wish(scene, scene.student, **EVENING) for _ in range(PAGES)))
    return Counter((answer.status_code, answer.json().get("code")) for answer in answers)


async def test_the_tenth_is_the_last(scene: Scene) -> None:
    assert await wish_from_all_pages(scene) == {(201, None): 1, (409, "too_many_wishes"): PAGES - 1}


@pytest.mark.usefixtures("without_lock")
async def test_control_without_the_lock_there_are_more(scene: Scene, application: FastAPI) -> None:
    application.dependency_overrides[get_waitlist_service] = get_careless_service
    assert await wish_from_all_pages(scene) == {(201, None): PAGES}
