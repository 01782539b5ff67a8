"""A full day of an instructor, and people who wait for a time of it."""

from typing import Any

import httpx
import pytest

from app.core.container import Container
from app.waitlist.dependencies import build_waitlist_service
from tests.factories.accounts import Caller
from tests.factories.lessons import Scene, make_scene


@pytest.fixture
async def scene(client: httpx.AsyncClient, container: Container) -> Scene:
    return await make_scene(client, container)


def wish_body(scene: Scene, **changes: Any) -> dict[str, Any]:
    """An hour online with the scene's instructor on the scene's day, in the morning that `full_morning` fills."""
    body = {
        "instructor_id": str(scene.instructor.id),
        "offering_id": str(scene.instructor.offerings[0].id),
        "duration_minutes": 60,
        "place": "online",
        "dates": [str(scene.day)],
        "start_time": "09:00",
        "end_time": "12:00",
        "until": str(scene.day),
    }
    return {key: value for key, value in (body | changes).items() if value is not None}


async def wish(scene: Scene, student: Caller, **changes: Any) -> httpx.Response:
    return await scene.client.post("/api/waitlist", json=wish_body(scene, **changes), headers=student.headers)


async def wished(scene: Scene, student: Caller, **changes: Any) -> dict[str, Any]:
    response = await wish(scene, student, **changes)
    assert response.status_code == 201, response.text
    return dict(response.json())


async def read(scene: Scene, student: Caller, made: dict[str, Any]) -> dict[str, Any]:
    response = await scene.client.get(f"/api/waitlist/{made['id']}", headers=student.headers)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def hand_out(container: Container) -> int:
    """As the task does."""
    async with container.database.session() as session:
        return await build_waitlist_service(session, container.clock, container.live).hand_out()


async def cancel(scene: Scene, booking: dict[str, Any], student: Caller | None = None) -> None:
    response = await scene.act(booking, "cancel", student or scene.student, {"reason": "A cold"})
    assert response.status_code == 200, response.text


async def confirm(scene: Scene, student: Caller, offer: dict[str, Any]) -> httpx.Response:
    """As the page of the mail's link does."""
    body = {
        "instructor_id": offer["instructor"]["id"],
        **{name: offer[name] for name in ("offering_id", "date", "start_time", "duration_minutes", "place", "hold_id")},
    }
    return await scene.client.post("/api/bookings", json=body, headers=student.headers)


@pytest.fixture
async def full_morning(scene: Scene) -> dict[str, Any]:
    """No hour is left from nine to twelve; gives the booking of 10:15 to 11:45."""
    await scene.booked("09:00", duration_minutes=60)
    return await scene.booked("10:15", duration_minutes=90)
