"""What must always be true: each is broken by hand, as only a mistake could, and is seen and counted."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from app.monitoring.domain import Invariant
from app.monitoring.tasks import check_invariants
from tests.factories.accounts import Caller, signed_in
from tests.factories.lessons import Scene, make_scene

UNGUARD = "ALTER TABLE bookings DROP CONSTRAINT ex_bookings_instructor_time, DROP CONSTRAINT ex_bookings_student_time"
SAME_TIME = (
    "UPDATE bookings SET (booking_date, start_time, end_time, starts_at, ends_at) ="
    " (SELECT booking_date, start_time, end_time, starts_at, ends_at FROM bookings WHERE id = :first)"
    " WHERE id = :second"
)
LESSONS_OF_ONE = {Invariant.INSTRUCTORS, Invariant.STUDENTS}
BREAKS: dict[Invariant, str] = {
    Invariant.COMPLETED: "UPDATE bookings SET starts_at = starts_at - interval '9 days', ends_at = ends_at -"
    " interval '9 days' WHERE id = :first",
    Invariant.HOLDS: "UPDATE bookings SET status = 'held', expires_at = CAST(:now AS timestamptz) -"
    " interval '11 minutes' WHERE id = :first",
    Invariant.RATINGS: "UPDATE instructors SET review_count = 1, rating_sum = 5 WHERE id = :teacher",
    Invariant.SESSIONS: "UPDATE users SET is_active = false WHERE id = :student",
    Invariant.DELETED: "UPDATE users SET deleted_at = :now WHERE id = :student",
    Invariant.LISTED: "UPDATE instructors SET is_listed = false WHERE id = :teacher",
}


@pytest.fixture
async def admin(container: Container) -> Caller:
    return await signed_in(container, RoleName.ADMIN)


@pytest.fixture
async def scene(client: httpx.AsyncClient, container: Container) -> Scene:
    return await make_scene(client, container)


async def counted(client: httpx.AsyncClient, admin: Caller) -> dict[str, Any]:
    answer = await client.get("/api/database/invariants", headers=admin.headers)
    assert answer.status_code == httpx.codes.OK, answer.text
    found: dict[str, Any] = answer.json()
    return found


def broken(answer: dict[str, Any]) -> dict[str, int]:
    return {item["invariant"]: item["broken"] for item in answer["invariants"] if item["broken"]}


async def test_all_are_named_and_kept(scene: Scene, admin: Caller, clock: FixedClock) -> None:
    await scene.booked("10:00")
    answer = await counted(scene.client, admin)
    assert {item["invariant"] for item in answer["invariants"]} == set(Invariant)
    assert broken(answer) == {}
    assert answer["checked_at"] == clock.now().isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("invariant", BREAKS)
async def test_one_that_is_broken_is_counted(
    scene: Scene, admin: Caller, connection: AsyncConnection, clock: FixedClock, invariant: Invariant
) -> None:
    booking = await scene.booked("10:00")
    values = {"first": booking["id"], "teacher": scene.teacher.id, "student": scene.student.id, "now": clock.now()}
    statement = text(BREAKS[invariant])
    await connection.execute(statement, {name: values[name] for name in statement.compile().params})
    assert broken(await counted(scene.client, admin)) == {invariant: 1}


async def test_who_is_booked_twice_is_counted_when_the_database_does_not_guard(
    scene: Scene, admin: Caller, container: Container, connection: AsyncConnection
) -> None:
    first, second = await scene.booked("10:00"), await scene.booked("13:00")
    await connection.execute(text(UNGUARD))
    await connection.execute(text(SAME_TIME), {"first": first["id"], "second": second["id"]})
    found = broken(await counted(scene.client, admin))
    assert found == dict.fromkeys(LESSONS_OF_ONE, 1)
    # The task that watches says the same.
    assert {name: rows for name, rows in (await check_invariants.run(container)).items() if rows} == found
