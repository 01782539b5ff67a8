"""Two lessons that exchange their starts."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.models import BookingEvent
from app.core.container import Container
from app.core.events import OutboxMessage
from tests.factories.accounts import Caller
from tests.factories.lessons import Scene, make_scene


async def swap(
    scene: Scene, one: dict[str, Any], other: dict[str, Any], caller: Caller | None = None
) -> httpx.Response:
    return await scene.act(one, "swap", caller or scene.student, {"with_booking_id": other["id"]})


def times(answer: httpx.Response) -> list[tuple[str, str, str]]:
    return [(item["booking_date"], item["start_time"], item["end_time"]) for item in answer.json()]


async def test_both_keep_their_ids_and_their_history(scene: Scene, session: AsyncSession) -> None:
    later = str(scene.day + timedelta(days=1))
    one, other = await scene.booked("10:00"), await scene.booked("14:00", date=later, duration_minutes=90)
    answer = await swap(scene, one, other)
    assert [item["id"] for item in answer.json()] == [one["id"], other["id"]]
    assert times(answer) == [(later, "14:00", "15:00"), (str(scene.day), "10:00", "11:30")]
    assert [item["price_cents"] for item in answer.json()] == [8_000, 12_000]
    for booking in (one, other):
        query = select(BookingEvent).where(BookingEvent.booking_id == booking["id"]).order_by(BookingEvent.id)
        first, second = list(await session.scalars(query))
        assert (first.kind, second.kind) == ("booked", "rescheduled")
        assert first.data["start_time"] == booking["start_time"] != second.data["start_time"]
    query = select(OutboxMessage).where(OutboxMessage.key.like("lessons:%"))
    assert {message.payload["template"] for message in await session.scalars(query)} == {"lessons_moved"}


async def test_neighbours_of_one_length_change_places(scene: Scene) -> None:
    one, other = await scene.booked("10:00"), await scene.booked("11:15")
    assert [item["start_time"] for item in (await swap(scene, one, other)).json()] == ["11:15", "10:00"]
    assert [item["start_time"] for item in (await swap(scene, one, other)).json()] == ["10:00", "11:15"]


async def test_a_longer_one_must_fit_before_the_other(scene: Scene) -> None:
    one, other = await scene.booked("10:00"), await scene.booked("11:15", duration_minutes=90)
    refused = await swap(scene, one, other)
    assert (refused.status_code, refused.json()["code"]) == (409, "lessons_not_free")
    assert "taken" in [item["reason"] for item in refused.json()["dates"]]
    for booking in (one, other):
        path = f"/api/bookings/{booking['id']}"
        seen = (await scene.client.get(path, headers=scene.student.headers)).json()
        assert (seen["start_time"], len(seen["history"])) == (booking["start_time"], 1)


async def test_somebody_elses_lesson_is_in_the_way(scene: Scene) -> None:
    one, other = await scene.booked("10:00"), await scene.booked("14:00", duration_minutes=90)
    await scene.booked("11:15", scene.other)
    refused = await swap(scene, one, other)
    assert refused.json()["code"] == "lessons_not_free"
    assert [item["outcome"] for item in refused.json()["dates"]] == ["available", "conflict"]


async def test_only_ones_own(scene: Scene) -> None:
    mine, theirs = await scene.booked("10:00"), await scene.booked("14:00", scene.other)
    for one, other in ((mine, theirs), (theirs, mine)):
        assert (await swap(scene, one, other)).json()["code"] == "booking_not_found"


async def test_two_lessons_and_of_one_instructor(scene: Scene, client: httpx.AsyncClient, container: Container) -> None:
    one = await scene.booked("10:00")
    assert (await swap(scene, one, one)).json()["code"] == "not_swappable"
    elsewhere = await make_scene(client, container)
    other = await elsewhere.booked("14:00", scene.student)
    refused = await swap(scene, one, other)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_swappable")


@pytest.mark.parametrize("who", ["student", "teacher"])
async def test_what_is_cancelled_stays_where_it_was(scene: Scene, who: str) -> None:
    one, other = await scene.booked("10:00"), await scene.booked("14:00")
    await scene.act(other, "cancel", scene.student, {"reason": "ill"})
    refused = await swap(scene, one, other, getattr(scene, who))
    assert refused.status_code == (409 if who == "student" else 403)
