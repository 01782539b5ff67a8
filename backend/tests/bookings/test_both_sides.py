"""Student, instructor and the daily task act on one lesson at the same moment: on real connections, with real commits.

Whatever comes first, a lesson's history is one that they could have made one after the other.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.bookings.dependencies import build_booking_service
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import OutboxMessage
from tests.factories.accounts import Caller, auth_headers
from tests.factories.lessons import Scene, make_scene

STARTS = ("09:00", "10:15", "11:30", "12:45", "14:00", "15:15")
DONE = {"cancel": "cancelled", "complete": "completed", "no-show": "no_show"}


@pytest.fixture
async def scene(live_client: httpx.AsyncClient, live_container: Container) -> Scene:
    return await make_scene(live_client, live_container)


@pytest.fixture
async def lessons(scene: Scene) -> list[dict[str, Any]]:
    return [await scene.booked(start) for start in STARTS]


async def read(scene: Scene, booking: dict[str, Any], caller: Caller) -> dict[str, Any]:
    return dict((await scene.client.get(f"/api/bookings/{booking['id']}", headers=caller.headers)).json())


def kinds(booking: dict[str, Any]) -> list[str]:
    return [event["kind"] for event in booking["history"]]


async def mails(container: Container, booking: dict[str, Any], about: str) -> int:
    query = select(OutboxMessage.key).where(OutboxMessage.key.startswith(f"booking:{booking['id']}:{about}"))
    async with container.database.session() as session:
        return len((await session.scalars(query)).all())


async def test_cancelled_by_both_while_it_is_moved(scene: Scene, lessons: list[dict[str, Any]]) -> None:
    """One cancels it, wherever it is by then; the time that it had in the end is free again."""
    another_day = scene.day + timedelta(days=1)

    async def quarrel(number: int, booking: dict[str, Any]) -> Sequence[httpx.Response]:
        there = {"date": str(another_day), "start_time": booking["start_time"]}
        acts = [
            scene.act(booking, "reschedule", scene.student, there),
            scene.act(booking, "cancel", scene.teacher, {"reason": "a cold"}),
            scene.act(booking, "cancel", scene.student, {"reason": "ill"}),
        ]
        # Another one of them is the first to ask, each time.
        first = number % len(acts)
        answers = await asyncio.gather(*acts[first:], *acts[:first])
        return [answers[(place - first) % len(acts)] for place in range(len(acts))]

    rounds = await asyncio.gather(*(quarrel(number, booking) for number, booking in enumerate(lessons)))
    for booking, (moved, *cancelled) in zip(lessons, rounds, strict=True):
        assert sorted(answer.status_code for answer in cancelled) == [200, 409]
        assert moved.status_code in (200, 409), moved.text
        refused = [answer.json()["code"] for answer in (moved, *cancelled) if answer.status_code == 409]
        assert set(refused) == {"wrong_status"}
        after = await read(scene, booking, scene.student)
        steps = ["rescheduled"] if moved.status_code == 200 else []
        assert kinds(after) == ["booked", *steps, "cancelled"]
        assert after["booking_date"] == str(another_day if steps else scene.day)
        winner = next(answer.json() for answer in cancelled if answer.status_code == 200)
        assert (after["cancelled_by"], after["refund_share_percent"]) == (winner["cancelled_by"], 100)
        assert await mails(scene.container, booking, "cancelled") == 2
        assert await mails(scene.container, booking, "rescheduled") == 2 * len(steps)
    assert set(STARTS) <= set(await scene.starts()) & set(await scene.starts(another_day))


async def test_said_to_be_over_in_several_ways_at_once(scene: Scene, clock: FixedClock) -> None:
    """A day after its end to the second, when it may be reported, completed, and is completed by itself."""
    booking = await scene.booked("12:00")
    clock.set(datetime.fromisoformat(booking["ends_at"]) + timedelta(days=1))
    student, teacher = [
        Caller(caller.user, await auth_headers(scene.container, caller.user))
        for caller in (scene.student, scene.teacher)
    ]

    async def by_itself() -> int:
        async with scene.container.database.session() as session:
            return await build_booking_service(session, clock, scene.container.live).auto_complete()

    *answers, one, two = await asyncio.gather(
        scene.act(booking, "no-show", teacher),
        scene.act(booking, "complete", teacher),
        scene.act(booking, "cancel", student, {"reason": "ill"}),
        scene.act(booking, "cancel", teacher, {"reason": "ill"}),
        by_itself(),
        by_itself(),
    )
    no_show, complete, *cancelled = (answer.status_code for answer in answers)
    assert set(cancelled) <= {409, 422}
    assert Counter([no_show, complete])[200] + one + two == 1
    after = await read(scene, booking, student)
    assert after["status"] == ("no_show" if no_show == 200 else "completed")
    assert kinds(after) == ["booked", after["status"]]


async def test_a_series_against_single_lessons_on_one_of_its_dates(scene: Scene) -> None:
    """All of the series or the single lesson, never both and never a part."""
    later = scene.day + timedelta(days=7)

    async def series(start: str) -> httpx.Response:
        body = scene.lesson(start) | {"first_date": str(scene.day), "interval_weeks": 1, "count": 2}
        del body["date"]
        return await scene.client.post("/api/bookings/series", json=body, headers=scene.student.headers)

    async def single(start: str) -> httpx.Response:
        return await scene.book(start, scene.other, date=str(later))

    async def at_once(number: int, start: str) -> tuple[httpx.Response, httpx.Response]:
        if number % 2:
            return await asyncio.gather(series(start), single(start))
        one, all_of_them = await asyncio.gather(single(start), series(start))
        return all_of_them, one

    pairs = await asyncio.gather(*(at_once(number, start) for number, start in enumerate(STARTS)))
    for start, (all_of_them, one) in zip(STARTS, pairs, strict=True):
        assert sorted((all_of_them.status_code, one.status_code)) == [201, 409], start
        if one.status_code == 201:
            assert all_of_them.json()["code"] == "lessons_not_free"
            found = [(item["outcome"], item["reason"]) for item in all_of_them.json()["dates"]]
            assert found == [("available", None), ("conflict", "taken")]
            assert start in await scene.starts(), "nothing is left of the series"
        else:
            assert one.json()["code"] == "time_taken"
            assert {"date": str(later), "start_time": start} not in [
                {name: item[name] for name in ("date", "start_time")} for item in one.json()["alternatives"]
            ]
            assert start not in await scene.starts()
        assert start not in await scene.starts(later)
