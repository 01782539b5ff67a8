"""The very second at which a limit is reached, and the one beside it: what a booking says one can do is what one can.

Days on which the clock changes are in `test_clock_changes`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.clock import FixedClock
from tests.factories.accounts import Caller, auth_headers
from tests.factories.lessons import Scene, make_hours

SECOND = timedelta(seconds=1)


def hours(number: int) -> timedelta:
    return timedelta(hours=number)


# Who does what, when, and what comes of it. The lesson is an hour long.
LIMITS: list[tuple[str, str, Callable[[datetime], datetime], str]] = [
    ("student", "cancel", lambda start: start - SECOND, "cancelled"),
    ("student", "cancel", lambda start: start, "already_started"),
    ("teacher", "cancel", lambda start: start - SECOND, "cancelled"),
    ("teacher", "cancel", lambda start: start, "already_started"),
    ("student", "reschedule", lambda start: start - hours(24), "confirmed"),
    ("student", "reschedule", lambda start: start - hours(12), "confirmed"),
    ("student", "reschedule", lambda start: start - hours(12) + SECOND, "too_late"),
    ("teacher", "complete", lambda start: start + hours(1) - SECOND, "not_over_yet"),
    ("teacher", "complete", lambda start: start + hours(1), "completed"),
    ("teacher", "no-show", lambda start: start + timedelta(minutes=10) - SECOND, "too_early"),
    ("teacher", "no-show", lambda start: start + timedelta(minutes=10), "no_show"),
    ("teacher", "no-show", lambda start: start + hours(1 + 24), "no_show"),
    ("teacher", "no-show", lambda start: start + hours(1 + 24) + SECOND, "too_late"),
]


async def at(scene: Scene, clock: FixedClock, now: datetime, caller: Caller) -> Caller:
    """The same person at another time, for which the login has to be new."""
    clock.set(now)
    return Caller(caller.user, await auth_headers(scene.container, caller.user))


def outcome(response: httpx.Response) -> str:
    answer = response.json()
    return str(answer["status"] if response.is_success else answer["code"])


async def test_limits_of_what_happens_to_a_lesson(scene: Scene, clock: FixedClock, connection: AsyncConnection) -> None:
    booking = await scene.booked("12:00")
    starts_at = datetime.fromisoformat(booking["starts_at"])
    bodies: dict[str, dict[str, Any]] = {
        "cancel": {"reason": "ill"},
        "reschedule": {"date": str(scene.day + timedelta(days=3)), "start_time": "12:00"},
    }
    for side, action, when, expected in LIMITS:
        undo = await connection.begin_nested()
        caller = await at(scene, clock, when(starts_at), getattr(scene, side))
        shown = (await scene.client.get(f"/api/bookings/{booking['id']}", headers=caller.headers)).json()["actions"]
        answer = await scene.act(booking, action, caller, bodies.get(action))
        assert outcome(answer) == expected, (side, action, clock.now() - starts_at)
        assert (action.replace("-", "_") in shown) == answer.is_success, (side, action, clock.now() - starts_at)
        await undo.rollback()


async def test_one_late_move_and_what_is_said_of_the_next(scene: Scene, clock: FixedClock) -> None:
    booking = await scene.booked("12:00")
    student = await at(scene, clock, datetime.fromisoformat(booking["starts_at"]) - hours(24) + SECOND, scene.student)
    moved = await scene.act(booking, "reschedule", student, {"date": str(scene.day), "start_time": "11:45"})
    assert moved.json()["actions"] == ["cancel"]
    again = await scene.act(booking, "reschedule", student, {"date": str(scene.day), "start_time": "12:00"})
    assert outcome(again) == "reschedule_limit"


async def test_notice_and_horizon_to_the_second(
    scene: Scene, session: AsyncSession, clock: FixedClock, connection: AsyncConnection
) -> None:
    await scene.client.put("/api/instructors/me", json={"horizon_days": 7}, headers=scene.teacher.headers)
    lesson = await scene.booked("12:00")
    starts_at, ends_at = (datetime.fromisoformat(lesson[name]) for name in ("starts_at", "ends_at"))
    await scene.act(lesson, "cancel", scene.student, {"reason": "ill"})
    last, horizon = str(scene.day), timedelta(days=7)
    for now, expected in [
        (ends_at - horizon - SECOND, "too_far"),
        (ends_at - horizon, "confirmed"),
        (starts_at - hours(2), "confirmed"),
        (starts_at - hours(2) + SECOND, "too_soon"),
    ]:
        undo = await connection.begin_nested()
        student = await at(scene, clock, now, scene.student)
        offered = "12:00" in await scene.starts()
        answer = await scene.book("12:00", student)
        assert (outcome(answer), offered) == (expected, answer.is_success), now - starts_at
        if expected == "too_far":
            assert answer.json()["last_date"] == last
        await undo.rollback()


async def test_the_day_after_the_horizons_last_is_too_far(scene: Scene, session: AsyncSession) -> None:
    last = scene.day + timedelta(days=58)
    beyond = last + timedelta(days=1)
    await make_hours(session, scene.instructor.id, {day: [("06:00", "12:00")] for day in (last, beyond)})
    await session.commit()
    assert (await scene.starts(last))[0] == "06:00"
    assert await scene.starts(beyond) == []
    answer = await scene.book("06:00", date=str(beyond))
    assert (answer.status_code, outcome(answer), answer.json()["last_date"]) == (422, "too_far", str(last))
    assert (await scene.book("06:00", date=str(last))).status_code == 201


@pytest.mark.parametrize("seconds", [299, 300])
async def test_a_hold_lasts_to_the_second(scene: Scene, clock: FixedClock, seconds: int) -> None:
    path, body = "/api/bookings/holds", scene.lesson("12:00")
    held = (await scene.client.post(path, json=body, headers=scene.student.headers)).json()
    lasts = seconds < 300
    clock.advance(seconds=seconds)
    assert ("12:00" in await scene.starts()) is not lasts
    mine = (await scene.client.get(f"/api/bookings/{held['id']}", headers=scene.student.headers)).json()
    assert (mine["status"], mine["actions"]) == (("held", ["confirm", "release"]) if lasts else ("expired", []))
    # Whether or not the task that writes it down has been by.
    for status in ("held", "expired"):
        path = f"/api/bookings?status={status}"
        listed = (await scene.client.get(path, headers=scene.student.headers)).json()
        assert listed["total"] == len(listed["items"]) == (mine["status"] == status)
    confirmed = await scene.booked("12:00", hold_id=held["id"])
    assert (confirmed["id"] == held["id"]) is lasts
