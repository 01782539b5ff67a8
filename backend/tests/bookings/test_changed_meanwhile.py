"""Something changes just before somebody gets the locks that they wait for: what is there then counts, not what was
seen."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.repository import BookingRepository
from app.core.container import Container
from tests.factories.lessons import Scene, make_scene
from tests.series.conftest import SeriesScene
from tests.waiting import until_waiting

Hold = Callable[[AsyncSession], Awaitable[object]]
Request = Awaitable[httpx.Response]


@pytest.fixture
async def scene(live_client: httpx.AsyncClient, live_container: Container) -> Scene:
    return await make_scene(live_client, live_container)


async def one_after_the_other(scene: Scene, hold: Hold, first: Request, second: Request) -> Any:
    """The second request's answer; both have begun and seen the same before either could change anything."""
    async with scene.container.database.session() as session:
        await hold(session)
        moving = asyncio.ensure_future(first)
        await until_waiting(session, 1)
        changing = asyncio.ensure_future(second)
        await until_waiting(session, 2)
        await session.rollback()
    moved, changed = await asyncio.gather(moving, changing)
    assert (moved.status_code, changed.status_code) == (200, 200), (moved.text, changed.text)
    return changed.json()


def move(scene: Scene, booking: dict[str, Any], day: date, start_time: str) -> Request:
    return scene.act(booking, "reschedule", scene.student, {"date": str(day), "start_time": start_time})


def holding_time(scene: Scene) -> Hold:
    return lambda session: BookingRepository(session).lock_time(scene.teacher.id, scene.student.id)


async def test_a_swap_exchanges_the_starts_that_the_lessons_have(scene: Scene) -> None:
    one, other = await scene.booked("09:00"), await scene.booked("14:00")
    swap = scene.act(one, "swap", scene.student, {"with_booking_id": other["id"]})
    later = scene.day + timedelta(days=1)
    swapped = await one_after_the_other(scene, holding_time(scene), move(scene, one, later, "11:00"), swap)
    assert [(item["booking_date"], item["start_time"]) for item in swapped] == [
        (str(scene.day), "14:00"),
        (str(later), "11:00"),
    ]


async def test_a_series_moves_by_days_from_where_its_lessons_are(scene: Scene) -> None:
    series = SeriesScene(scene)
    made = await series.booked(count=2)
    first, second = (item["booking"] for item in made["dates"])
    there = scene.day + timedelta(days=1)
    body = {"scope": "all", "booking_id": first["id"], "date": str(there), "start_time": "12:00"}
    moved = await one_after_the_other(
        scene,
        holding_time(scene),
        move(scene, second, scene.day + timedelta(days=9), "12:00"),
        series.post(f"/{made['id']}/reschedule", body),
    )
    assert [item["booking_date"] for item in moved["lessons"]] == [
        str(there),
        str(scene.day + timedelta(days=10)),
    ]


async def test_what_follows_is_what_comes_after_now(scene: Scene) -> None:
    """The second lesson of a series is moved before the first: it does not follow any more and is not cancelled."""
    series = SeriesScene(scene)
    made = await series.booked(count=2)
    first, second = (item["booking"] for item in made["dates"])

    def hold_row(session: AsyncSession) -> Awaitable[object]:
        return BookingRepository(session).get_visible_to(scene.student.id, second["id"], to_change=True)

    cancelled = await one_after_the_other(
        scene,
        hold_row,
        move(scene, second, scene.day - timedelta(days=1), "15:00"),
        series.post(
            f"/{made['id']}/cancel", {"scope": "following", "booking_id": first["id"], "reason": "Moving away"}
        ),
    )
    assert cancelled["changed"] == [first["id"]]
    assert [item["status"] for item in cancelled["lessons"]] == ["confirmed", "cancelled"]


@pytest.mark.parametrize("path", ["", "/holds"])
async def test_who_is_suspended_while_somebody_waits_to_book_is_not_booked(scene: Scene, path: str) -> None:
    """The offer was found before; that nobody is to find it any more counts all the same."""
    async with scene.container.database.session() as session:
        await holding_time(scene)(session)
        asked = scene.client.post(f"/api/bookings{path}", json=scene.lesson("10:00"), headers=scene.student.headers)
        booking = asyncio.ensure_future(asked)
        await until_waiting(session, 1)
        suspended = await scene.client.post("/api/instructors/me/suspend", headers=scene.teacher.headers)
        assert suspended.status_code == 200
        await session.rollback()
    refused = await booking
    assert (refused.status_code, refused.json()["code"]) == (422, "not_available")
    assert "nearest_start" not in refused.json()
