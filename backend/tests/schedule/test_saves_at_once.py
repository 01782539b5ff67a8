"""One week saved from several pages at once: on real connections, with real commits.

And the control: without the lock and the look at the version all of them are told that their week is stored.
"""

import asyncio
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import httpx
import pytest
from fastapi import FastAPI

from app.availability.dependencies import build_weekly_pattern_service
from app.availability.repository import AvailabilityRepository, StoredWeek
from app.availability.service import AvailabilityService
from app.bookings.dependencies import build_conflict_checker
from app.core.container import Container
from app.core.dependencies import ClockDep, LiveDep, SessionDep
from app.core.live import TimeChanges
from app.instructors.dependencies import build_instructor_service
from app.schedule.dependencies import get_schedule_service
from app.schedule.service import ScheduleService
from tests.factories.lessons import Scene, make_scene
from tests.schedule.test_routes import monday_after, read, save, week_body

PAGES = 6


class CarelessRepository(AvailabilityRepository):
    """Locks nothing, goes on when every page has looked, and does not ask at which version the week is."""

    all_have_looked = asyncio.Barrier(PAGES)

    async def get_week(
        self, instructor_id: uuid.UUID, week_start: date, *, to_change: bool = False
    ) -> StoredWeek | None:
        week = await super().get_week(instructor_id, week_start)
        if to_change:
            async with asyncio.timeout(20):
                await self.all_have_looked.wait()
        return week

    async def raise_version(self, instructor_id: uuid.UUID, week_start: date, version: int) -> bool:
        await self.raise_versions(instructor_id, {week_start})
        return True


async def get_careless_service(session: SessionDep, clock: ClockDep, live: LiveDep) -> ScheduleService:
    instructors, changes = build_instructor_service(session, clock, live), TimeChanges(session, live)
    return ScheduleService(
        session,
        AvailabilityService(session, CarelessRepository(session), instructors, changes, clock),
        build_weekly_pattern_service(session, clock, live),
        instructors,
        build_conflict_checker(session, clock),
        clock,
    )


@pytest.fixture
def without_guards(application: FastAPI) -> Iterator[None]:
    CarelessRepository.all_have_looked = asyncio.Barrier(PAGES)
    application.dependency_overrides[get_schedule_service] = get_careless_service
    yield
    application.dependency_overrides.pop(get_schedule_service)


@pytest.fixture
async def scene(live_client: httpx.AsyncClient, live_container: Container) -> Scene:
    return await make_scene(live_client, live_container)


async def save_from_all_pages(scene: Scene, monday: date) -> list[httpx.Response]:
    """Each with another hour, so that no two of them want the same."""
    hours = [[(f"{hour:02d}:00", f"{hour + 1:02d}:00")] for hour in range(8, 8 + PAGES)]
    return list(await asyncio.gather(*(save(scene, week_body(monday, {monday: ranges})) for ranges in hours)))


async def test_one_is_stored_and_the_others_are_told_what_is(scene: Scene) -> None:
    monday = monday_after(scene.day) + timedelta(days=28)
    answers = await save_from_all_pages(scene, monday)
    [winner] = [answer.json() for answer in answers if answer.status_code == 200]
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert len(refused) == PAGES - 1
    assert {answer["code"] for answer in refused} == {"week_changed"}
    assert all(answer["current"]["days"] == winner["days"] for answer in refused)
    assert await read(scene, monday) == winner


@pytest.mark.usefixtures("without_guards")
async def test_control_without_guards_all_but_the_last_lose_what_they_saved(scene: Scene) -> None:
    monday = monday_after(scene.day) + timedelta(days=28)
    answers = await save_from_all_pages(scene, monday)
    assert {answer.status_code for answer in answers} == {200}
    stored = (await read(scene, monday))["days"]
    lost = [answer for answer in answers if answer.json()["days"] != stored]
    assert len(lost) >= PAGES - 1
