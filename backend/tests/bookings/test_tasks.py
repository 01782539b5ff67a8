"""What happens by itself, as the worker calls it."""

from datetime import timedelta

import httpx

from app.bookings.tasks import auto_complete, forget_answers, sweep_holds
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.timerange import wall_to_instant
from tests.factories.lessons import Scene


async def test_each_task_does_what_is_due_once(
    scene: Scene, client: httpx.AsyncClient, container: Container, clock: FixedClock
) -> None:
    await scene.booked("10:00")
    await client.post("/api/bookings/holds", json=scene.lesson("12:00"), headers=scene.student.headers)
    keyed = scene.other.headers | {"Idempotency-Key": "a-key"}
    await client.post("/api/bookings", json=scene.lesson("14:00"), headers=keyed)
    tasks = (auto_complete, sweep_holds, forget_answers)
    assert [await task.run(container) for task in tasks] == [0, 0, 0]
    clock.set(wall_to_instant(scene.day + timedelta(days=2), 0, "America/New_York"))
    assert [await task.run(container) for task in tasks] == [2, 1, 1]
    assert [await task.run(container) for task in tasks] == [0, 0, 0]
