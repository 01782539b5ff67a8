"""The student of a completed lesson is asked for a review, once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.dependencies import build_booking_service
from app.core.clock import FixedClock
from app.core.events import OutboxMessage
from app.core.timerange import wall_to_instant
from app.reviews.domain import ASK_WITHIN
from app.reviews.tasks import ask
from tests.factories.accounts import Caller, auth_headers
from tests.factories.lessons import Scene


async def asked(session: AsyncSession) -> list[dict[str, Any]]:
    query = select(OutboxMessage).where(OutboxMessage.key.endswith(":review_request:student"))
    return [dict(message.payload) for message in await session.scalars(query)]


async def finish(scene: Scene, booking: dict[str, Any], clock: FixedClock, action: str = "complete") -> None:
    """Right after its end."""
    clock.set(wall_to_instant(scene.day, 13 * 60, "America/New_York"))
    teacher = Caller(scene.teacher.user, await auth_headers(scene.container, scene.teacher.user))
    assert (await scene.act(booking, action, teacher)).status_code == 200


async def test_once_whoever_completed_it(scene: Scene, session: AsyncSession, clock: FixedClock) -> None:
    booking = await scene.booked("12:00")
    assert await ask.run(scene.container) == 0
    await finish(scene, booking, clock)
    assert [await ask.run(scene.container), await ask.run(scene.container)] == [1, 0]
    (mail,) = await asked(session)
    assert (mail["template"], mail["user_id"]) == ("review_request", str(scene.student.id))
    assert mail["context"]["instructor_name"] == "Sarah Chen"


async def test_a_lesson_that_completed_itself_is_asked_about_too(
    scene: Scene, session: AsyncSession, clock: FixedClock
) -> None:
    await scene.booked("12:00")
    clock.set(wall_to_instant(scene.day, 13 * 60, "America/New_York"))
    clock.advance(hours=24)
    assert await build_booking_service(session, clock, scene.container.live).auto_complete() == 1
    assert await ask.run(scene.container) == 1


async def test_not_when_it_is_reviewed_already(scene: Scene, session: AsyncSession, clock: FixedClock) -> None:
    booking = await scene.booked("12:00")
    await finish(scene, booking, clock)
    student = Caller(scene.student.user, await auth_headers(scene.container, scene.student.user))
    assert (await scene.act(booking, "review", student, {"rating": 5, "text": ""})).status_code == 201  # type: ignore[dict-item]
    assert await ask.run(scene.container) == 0


async def test_not_for_a_lesson_that_did_not_take_place(scene: Scene, session: AsyncSession, clock: FixedClock) -> None:
    missed, cancelled = await scene.booked("12:00"), await scene.booked("15:00", scene.other)
    await scene.act(cancelled, "cancel", scene.other, {"reason": "ill"})
    await finish(scene, missed, clock, "no-show")
    clock.advance(days=1)
    assert await ask.run(scene.container) == 0


async def test_not_long_afterwards(scene: Scene, session: AsyncSession, clock: FixedClock) -> None:
    booking = await scene.booked("12:00")
    await finish(scene, booking, clock)
    clock.advance(seconds=(ASK_WITHIN + timedelta(seconds=1)).total_seconds())
    assert await ask.run(scene.container) == 0
