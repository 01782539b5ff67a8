"""What somebody may do only so often, done by one person from several pages at once: real connections, real commits.

And the control: without locks each page sees the others' work too late, and every one of them is let through.
"""

import asyncio
import uuid
from collections import Counter
from collections.abc import Awaitable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.bookings.dependencies import get_booking_repository
from app.bookings.repository import BookingRepository, Lesson
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.dependencies import SessionDep
from tests.factories.accounts import Caller, auth_headers
from tests.factories.lessons import Scene, make_scene

PAGES = 4
STARTS = ("09:00", "10:00", "11:00", "12:00")


class CarelessRepository(BookingRepository):
    """Locks nothing, and goes on when every page has looked."""

    all_have_looked = asyncio.Barrier(PAGES)

    async def lock_time(self, instructor_id: uuid.UUID, student_id: uuid.UUID) -> None:
        return None

    async def count_live_holds(self, student_id: uuid.UUID, now: datetime) -> int:
        count = await super().count_live_holds(student_id, now)
        await self._wait_for_the_others()
        return count

    async def get_visible_to(
        self, user_id: uuid.UUID, booking_id: uuid.UUID, *, sees_all: bool = False, to_change: bool = False
    ) -> Lesson | None:
        lesson = await super().get_visible_to(user_id, booking_id, sees_all=sees_all)
        if to_change:
            await self._wait_for_the_others()
        return lesson

    async def _wait_for_the_others(self) -> None:
        async with asyncio.timeout(20):
            await self.all_have_looked.wait()


async def get_careless_repository(session: SessionDep) -> BookingRepository:
    return CarelessRepository(session)


@pytest.fixture
def without_locks(application: FastAPI) -> Iterator[None]:
    CarelessRepository.all_have_looked = asyncio.Barrier(PAGES)
    application.dependency_overrides[get_booking_repository] = get_careless_repository
    yield
    application.dependency_overrides.pop(get_booking_repository)


class Pages:
    """Two instructors, and one student who has several pages open."""

    def __init__(self, scene: Scene, other_instructor: Scene, clock: FixedClock) -> None:
        self.scene, self._other, self._clock = scene, other_instructor, clock
        self.student = scene.student

    async def hold(self, starts: Iterable[str], of: Scene | None = None) -> list[httpx.Response]:
        """Half hours that keep clear of one another."""
        bodies = [(of or self.scene).lesson(start, duration_minutes=30) for start in starts]
        return await at_once(self._post("holds", body) for body in bodies)

    async def hold_of_both(self) -> list[httpx.Response]:
        """Whose time it is does not matter: no lock of one instructor would do."""
        mine, others = STARTS[: PAGES // 2], STARTS[PAGES // 2 :]
        both = await asyncio.gather(self.hold(mine), self.hold(others, self._other))
        return [*both[0], *both[1]]

    async def confirm(self, hold: dict[str, Any]) -> list[httpx.Response]:
        body = self.scene.lesson(hold["start_time"], duration_minutes=30, hold_id=hold["id"])
        return await at_once(self._post("", body) for _ in range(PAGES))

    async def move_late(self, booking: dict[str, Any]) -> list[httpx.Response]:
        """In its last day, within which it also stays: there it can be moved once."""
        self._clock.set(datetime.fromisoformat(booking["starts_at"]) - timedelta(hours=14))
        headers = await auth_headers(self.scene.container, self.student.user)
        self.student = Caller(self.student.user, headers)
        bodies = [
            {"date": booking["booking_date"], "start_time": start} for start in ("13:00", "13:15", "13:30", "14:00")
        ]
        return await at_once(self._post(f"{booking['id']}/reschedule", body) for body in bodies)

    async def history(self, booking: dict[str, Any]) -> list[str]:
        answer = await self.scene.client.get(f"/api/bookings/{booking['id']}", headers=self.student.headers)
        return [event["kind"] for event in answer.json()["history"]]

    async def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        address = f"/api/bookings/{path}".rstrip("/")
        return await self.scene.client.post(address, json=body, headers=self.student.headers)


async def at_once(asked: Iterable[Awaitable[httpx.Response]]) -> list[httpx.Response]:
    return list(await asyncio.gather(*asked))


def outcomes(answers: Iterable[httpx.Response]) -> Counter[tuple[int, str | None]]:
    return Counter((answer.status_code, answer.json().get("code")) for answer in answers)


@pytest.fixture
async def pages(live_client: httpx.AsyncClient, live_container: Container, clock: FixedClock) -> Pages:
    scene, other = [await make_scene(live_client, live_container) for _ in range(2)]
    return Pages(scene, other, clock)


async def test_three_holds_one_confirmation_and_one_late_move(pages: Pages) -> None:
    held = await pages.hold_of_both()
    assert outcomes(held) == {(201, None): 3, (409, "too_many_holds"): PAGES - 3}
    # At least one of the first two.
    hold = next(answer.json() for answer in held if answer.status_code == 201)
    confirmed = await pages.confirm(hold)
    assert outcomes(confirmed) == {(201, None): 1, (409, "wrong_status"): PAGES - 1}
    booking = next(answer.json() for answer in confirmed if answer.status_code == 201)
    moved = await pages.move_late(booking)
    assert outcomes(moved) == {(200, None): 1, (422, "reschedule_limit"): PAGES - 1}
    assert await pages.history(booking) == ["held", "booked", "rescheduled"]


@pytest.mark.usefixtures("without_locks")
async def test_control_without_locks_everything_goes_as_often_as_it_is_asked_for(pages: Pages) -> None:
    held = await pages.hold_of_both()
    assert outcomes(held) == {(201, None): PAGES}
    booking = held[0].json()
    assert outcomes(await pages.confirm(booking)) == {(201, None): PAGES}
    assert outcomes(await pages.move_late(booking)) == {(200, None): PAGES}
    assert await pages.history(booking) == ["held", *["booked"] * PAGES, *["rescheduled"] * PAGES]
