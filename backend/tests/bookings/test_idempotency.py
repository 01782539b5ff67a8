"""A request that comes twice is answered twice and done once."""

import asyncio

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.models import Booking
from app.bookings.schemas import BookingCreate
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.idempotency import IdempotencyRepository, IdempotencyService, KeyedRequest
from tests.factories.accounts import Caller, auth_headers
from tests.factories.lessons import Scene, make_scene


async def keyed(scene: Scene, key: str, start: str = "12:00", caller: Caller | None = None) -> httpx.Response:
    headers = (caller or scene.student).headers | {"Idempotency-Key": key}
    return await scene.client.post("/api/bookings", json=scene.lesson(start), headers=headers)


async def count_bookings(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Booking)) or 0


async def test_the_first_answer_comes_again_to_the_letter(scene: Scene, session: AsyncSession) -> None:
    first, second = await keyed(scene, "a-key"), await keyed(scene, "a-key")
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert first.headers["Content-Type"] == second.headers["Content-Type"] == "application/json"
    assert await count_bookings(session) == 1
    read = await scene.client.get(f"/api/bookings/{first.json()['id']}", headers=scene.student.headers)
    assert read.json() == first.json()


async def test_a_refusal_is_an_answer_too(scene: Scene) -> None:
    taken = await scene.booked("12:00", scene.other)
    refused = await keyed(scene, "a-key")
    assert (refused.status_code, refused.json()["code"]) == (409, "time_taken")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["instance"] == "/api/bookings"
    await scene.act(taken, "cancel", scene.other, {"reason": "ill"})
    assert (await keyed(scene, "a-key")).content == refused.content
    assert (await keyed(scene, "another-key")).status_code == 201


async def test_that_nobody_was_found_is_an_answer_too(scene: Scene) -> None:
    profile, headers = "/api/instructors/me", scene.teacher.headers
    await scene.client.post(f"{profile}/suspend", headers=headers)
    unknown = await keyed(scene, "a-key")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "offering_not_found")
    await scene.client.post(f"{profile}/reactivate", headers=headers)
    assert (await keyed(scene, "a-key")).content == unknown.content
    assert (await keyed(scene, "another-key")).status_code == 201


async def test_what_was_refused_left_nothing_behind(scene: Scene, session: AsyncSession) -> None:
    refused = await keyed(scene, "a-key", "20:00")
    assert refused.json()["code"] == "not_available"
    assert await count_bookings(session) == 0


async def test_another_request_with_the_key_is_refused(scene: Scene, session: AsyncSession) -> None:
    await keyed(scene, "a-key")
    other = await keyed(scene, "a-key", "14:00")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    headers = scene.student.headers | {"Idempotency-Key": "a-key"}
    held = await scene.client.post("/api/bookings/holds", json=scene.lesson("12:00"), headers=headers)
    assert held.json()["code"] == "idempotency_key_reused"
    assert await count_bookings(session) == 1


async def test_a_cancellation_that_is_sent_again_is_answered_again(scene: Scene) -> None:
    """Alone it would be told that there is nothing to cancel, and whoever lost the first answer would not know."""
    booking = await scene.booked("12:00")
    path, headers = f"/api/bookings/{booking['id']}/cancel", scene.student.headers | {"Idempotency-Key": "a-key"}

    async def cancel(reason: str) -> httpx.Response:
        return await scene.client.post(path, json={"reason": reason}, headers=headers)

    first = await cancel("ill")
    assert (first.status_code, first.json()["status"]) == (200, "cancelled")
    again = await cancel("ill")
    assert (again.status_code, again.content) == (200, first.content)
    assert (await cancel("well")).json()["code"] == "idempotency_key_reused"
    alone = await scene.client.post(path, json={"reason": "ill"}, headers=scene.student.headers)
    assert (alone.status_code, alone.json()["code"]) == (409, "wrong_status")


async def test_keys_belong_to_their_caller(scene: Scene) -> None:
    assert (await keyed(scene, "a-key")).status_code == 201
    assert (await keyed(scene, "a-key", "14:00", scene.other)).status_code == 201


async def test_an_answer_is_kept_for_a_day(scene: Scene, clock: FixedClock, session: AsyncSession) -> None:
    first = await keyed(scene, "a-key")
    clock.advance(hours=24, seconds=-1)
    student = Caller(scene.student.user, await auth_headers(scene.container, scene.student.user))
    assert (await keyed(scene, "a-key", caller=student)).content == first.content
    clock.advance(seconds=1)
    assert (await keyed(scene, "a-key", caller=student)).json()["code"] == "time_taken"
    service = IdempotencyService(session, IdempotencyRepository(session), clock)
    assert await service.forget_old() == 0
    clock.advance(hours=24)
    assert await service.forget_old() == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "tab\there", "umlaut-\xfc"])
async def test_a_key_is_visible_ascii(scene: Scene, key: str) -> None:
    headers = {**scene.student.headers, "Idempotency-Key": key.encode("latin-1")}
    response = await scene.client.post("/api/bookings", json=scene.lesson("12:00"), headers=headers)  # type: ignore[arg-type]
    assert (response.status_code, response.json()["code"]) == (422, "invalid_input")


async def test_a_key_may_be_255_characters_long(scene: Scene) -> None:
    assert (await keyed(scene, "~" * 255)).status_code == 201


async def test_while_the_first_runs_the_second_waits_outside(
    live_client: httpx.AsyncClient, live_container: Container
) -> None:
    scene = await make_scene(live_client, live_container)
    payload = BookingCreate.model_validate(scene.lesson("12:00"))
    request = KeyedRequest(scene.student.id, "a-key", "/api/bookings", payload)
    async with live_container.database.session() as session, session.begin():
        assert await IdempotencyRepository(session).try_lock(request.lock_key)
        response = await keyed(scene, "a-key")
        assert (response.status_code, response.json()["code"]) == (409, "idempotency_in_progress")
    assert (await keyed(scene, "a-key")).status_code == 201


async def test_copies_at_once_make_one_booking(live_client: httpx.AsyncClient, live_container: Container) -> None:
    scene = await make_scene(live_client, live_container)
    answers = await asyncio.gather(*(keyed(scene, "a-key") for _ in range(10)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = {answer.content for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    assert all(answer.json()["code"] == "idempotency_in_progress" for answer in answers if answer.status_code == 409)
    assert (await keyed(scene, "a-key")).content in made
    async with live_container.database.session() as session:
        assert await count_bookings(session) == 1


async def test_a_failure_that_is_no_answer_leaves_the_key_free(scene: Scene, session: AsyncSession) -> None:
    body = scene.lesson("12:00", place="nowhere")
    headers = scene.student.headers | {"Idempotency-Key": "a-key"}
    assert (await scene.client.post("/api/bookings", json=body, headers=headers)).status_code == 422
    assert (await keyed(scene, "a-key")).status_code == 201
