"""Everybody's bookings, looked at and cancelled by an administrator."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import FixedClock
from tests.admin.conftest import Desk
from tests.factories.lessons import Scene


async def test_all_bookings_are_listed_and_narrowed(desk: Desk, scene: Scene) -> None:
    first = await scene.booked("10:00")
    second = await scene.booked("13:00", scene.other)
    await scene.act(first, "cancel", scene.student, {"reason": "Ill"})
    await scene.client.post("/api/bookings/holds", json=scene.lesson("15:00"), headers=scene.student.headers)

    async def found(query: str) -> list[str]:
        answer = await desk.done(f"GET /bookings?{query}")
        assert answer["total"] == len(answer["items"])
        return [item["id"] for item in answer["items"]]

    assert await found("") == [second["id"], first["id"]]
    assert await found("status=cancelled") == [first["id"]]
    assert await found(f"student_id={scene.other.id}") == [second["id"]]
    assert await found(f"instructor_id={scene.teacher.id}&from={scene.day}&to={scene.day}") == [
        second["id"],
        first["id"],
    ]
    assert await found(f"from={scene.day + timedelta(days=1)}") == []
    assert await found(f"instructor_id={uuid.uuid4()}") == []
    assert len(await found("status=held")) == 1


async def test_an_administrator_sees_a_booking_whole_and_as_nobodys_side(desk: Desk, scene: Scene) -> None:
    booking = await scene.booked("10:00", address="12 Ditmars Blvd", note="Bring scales")
    seen = await desk.done(f"GET /bookings/{booking['id']}")
    assert (seen["viewer"], seen["actions"]) == (None, [])
    assert (seen["student"]["last_name"], seen["address"]) == ("Ortiz", "12 Ditmars Blvd")
    assert [event["kind"] for event in seen["history"]] == ["booked"]


@pytest.mark.parametrize(("chosen", "share"), [({}, 100), ({"refund_share_percent": 30}, 30)])
async def test_cancelling_gives_everything_back_unless_said_otherwise(
    desk: Desk, scene: Scene, clock: FixedClock, chosen: dict[str, Any], share: int
) -> None:
    booking = await scene.booked("10:00")
    clock.set(clock.now() + timedelta(hours=40))
    desk = await desk.later(scene.container)
    body = {"reason": "The building is closed", **chosen}
    cancelled = await desk.done(f"POST /bookings/{booking['id']}/cancel", body)
    assert (cancelled["status"], cancelled["cancelled_by"], cancelled["refund_share_percent"]) == (
        "cancelled",
        "system",
        share,
    )
    assert [(event["kind"], event["by"]) for event in cancelled["history"]] == [
        ("booked", "student"),
        ("cancelled", "system"),
    ]
    mails = await desk.connection.execute(
        text("SELECT payload->>'template' FROM outbox WHERE key LIKE '%cancelled%' ORDER BY 1")
    )
    assert [mail[0] for mail in mails] == ["booking_cancelled_instructor", "booking_cancelled_student"]


async def test_open_pages_hear_that_the_time_is_free_again(desk: Desk, scene: Scene) -> None:
    booking = await scene.booked("10:00")
    day = scene.day
    async with scene.container.live.follow(scene.teacher.id, day, day, "here") as follower:
        await desk.done(f"POST /bookings/{booking['id']}/cancel", {"reason": "The building is closed"})
        assert await follower.changes(5) == [day]


async def test_a_lesson_that_began_or_is_cancelled_stays(desk: Desk, scene: Scene, clock: FixedClock) -> None:
    booking, other = await scene.booked("10:00"), await scene.booked("14:00")
    body = {"reason": "The building is closed"}
    await desk.done(f"POST /bookings/{other['id']}/cancel", body)
    assert (await desk.call(f"POST /bookings/{other['id']}/cancel", body)).status_code == 409
    clock.set(clock.now() + timedelta(days=2, minutes=1))
    desk = await desk.later(scene.container)
    assert (await desk.call(f"POST /bookings/{booking['id']}/cancel", body)).json()["code"] == "already_started"
