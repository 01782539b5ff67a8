"""How many statements the common things take: what is paid on every request."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.factories.lessons import Scene


@contextmanager
def statements(connection: AsyncConnection) -> Iterator[list[str]]:
    """All that is sent meanwhile, authentication included; not the savepoints that a test's session is made of."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "SAVEPOINT" not in statement:
            sent.append(statement)

    event.listen(connection.engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(connection.engine.sync_engine, "before_cursor_execute", note)


async def test_a_week_of_public_availability_is_one(scene: Scene, connection: AsyncConnection) -> None:
    path = f"/api/public/instructors/{scene.instructor.id}/availability"
    asked = {"start_date": str(scene.day), "end_date": str(scene.day), "duration_minutes": 60}
    offering = {"offering_id": str(scene.instructor.offerings[0].id)}
    with statements(connection) as sent:
        await scene.client.get(path, params=asked | offering)
    assert len(sent) == 1


async def test_a_day_of_many_instructors_is_one(scene: Scene, connection: AsyncConnection) -> None:
    asked = {"instructor_ids": f"{scene.instructor.id},{scene.student.id}", "date": str(scene.day)}
    with statements(connection) as sent:
        await scene.client.get("/api/public/availability", params=asked)
    assert len(sent) == 1


async def test_a_booking_is_at_most_eight(scene: Scene, connection: AsyncConnection) -> None:
    with statements(connection) as sent:
        await scene.booked("10:00")
    assert len(sent) <= 8, sent


async def test_a_weeks_save_is_at_most_six(scene: Scene, connection: AsyncConnection) -> None:
    monday = scene.day.fromordinal(scene.day.toordinal() - scene.day.weekday() + 7)
    hours = [{"start_time": "10:00", "end_time": "12:00"}]
    week = {"week_start": str(monday), "version": 0, "days": {str(monday): hours}}
    with statements(connection) as sent:
        saved = await scene.client.put("/api/availability/week", json=week, headers=scene.teacher.headers)
    assert saved.status_code == 200
    assert len(sent) <= 6, sent
