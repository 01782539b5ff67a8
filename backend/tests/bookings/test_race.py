"""Fifty students at once for one time: on real connections, with real commits.

And the control: without the lock and the constraints the same fifty double-book, so the race is one.
"""

import asyncio
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.dependencies import get_booking_repository
from app.bookings.models import Booking
from app.bookings.repository import BookingRepository
from app.core.container import Container
from app.core.dependencies import SessionDep
from tests.factories.accounts import PASSWORD, Caller, signed_in
from tests.factories.lessons import Scene, make_scene

STUDENTS = 50
CONSTRAINTS = ("ex_bookings_instructor_time", "ex_bookings_student_time")


class CarelessRepository(BookingRepository):
    """Looks before it books, and locks nothing."""

    async def lock_time(self, instructor_id: uuid.UUID, student_id: uuid.UUID) -> None:
        return None


async def get_careless_repository(session: SessionDep) -> BookingRepository:
    return CarelessRepository(session)


@pytest.fixture
def without_lock(application: FastAPI) -> Iterator[None]:
    application.dependency_overrides[get_booking_repository] = get_careless_repository
    yield
    application.dependency_overrides.pop(get_booking_repository)


@pytest.fixture
async def race(live_client: httpx.AsyncClient, live_container: Container) -> tuple[Scene, list[Caller]]:
    scene = await make_scene(live_client, live_container)
    return scene, [await signed_in(live_container) for _ in range(STUDENTS)]


async def book_all_at_once(scene: Scene, students: Sequence[Caller], starts: Sequence[str]) -> list[httpx.Response]:
    tries = (scene.book(starts[number % len(starts)], student) for number, student in enumerate(students))
    return list(await asyncio.gather(*tries))


async def overlaps(container: Container) -> int:
    """Pairs of lessons whose times, buffers included, overlap."""
    async with container.database.session() as session:
        spans = list(await session.scalars(select(Booking.occupied)))
    return sum(one.overlaps(other) for one, other in combinations(spans, 2))


async def test_one_gets_it_and_the_others_hear_of_other_times(race: tuple[Scene, list[Caller]]) -> None:
    scene, students = race
    answers = await book_all_at_once(scene, students, ["12:00"])
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: STUDENTS - 1}
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {answer["code"] for answer in refused} == {"time_taken"}
    assert {tuple(start["start_time"] for start in answer["alternatives"]) for answer in refused} == {
        ("10:30", "10:45", "13:15")
    }
    assert await overlaps(scene.container) == 0


async def test_times_that_overlap_in_part_are_one_race(race: tuple[Scene, list[Caller]]) -> None:
    scene, students = race
    answers = await book_all_at_once(scene, students, ["12:00", "12:15", "12:30", "12:45", "13:00"])
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: STUDENTS - 1}
    assert await overlaps(scene.container) == 0


@pytest.mark.usefixtures("without_lock")
async def test_the_constraints_alone_let_nobody_through(race: tuple[Scene, list[Caller]]) -> None:
    """Whatever becomes of the lock: no double booking, and no answer that blames the server."""
    scene, students = race
    answers = await book_all_at_once(scene, students[:20], ["12:00"])
    assert Counter(answer.status_code for answer in answers)[201] == 1
    assert all(answer.status_code in (201, 409, 503) for answer in answers)
    assert await overlaps(scene.container) == 0


@pytest.mark.usefixtures("without_lock")
async def test_control_without_lock_and_constraints_they_double_book(race: tuple[Scene, list[Caller]]) -> None:
    scene, students = race
    async with scene.container.database.session() as session:
        await drop_constraints(session)
    answers = await book_all_at_once(scene, students, ["12:00"])
    assert Counter(answer.status_code for answer in answers)[201] > 1
    assert await overlaps(scene.container) > 0


async def drop_constraints(session: AsyncSession) -> None:
    for constraint in CONSTRAINTS:
        await session.execute(text(f"ALTER TABLE bookings DROP CONSTRAINT {constraint}"))
    await session.commit()


@pytest.mark.parametrize("leaver", ["student", "teacher"])
async def test_nobody_is_booked_who_leaves_meanwhile(race: tuple[Scene, list[Caller]], leaver: str) -> None:
    """Whoever waits for the lock of somebody who deletes their account finds them gone."""
    scene, _ = race
    gone: Caller = getattr(scene, leaver)
    leave = scene.client.post("/api/privacy/delete", json={"password": PASSWORD}, headers=gone.headers)
    starts = ("09:00", "10:15", "11:30", "12:45", "14:00", "15:15")
    left, *answers = await asyncio.gather(leave, *(scene.book(start) for start in starts * 2))
    assert left.status_code == 204
    assert {answer.status_code for answer in answers} <= {201, 401, 404, 409, 422}
    async with scene.container.database.session() as session:
        statuses = set(await session.scalars(select(Booking.status)))
    assert statuses <= {"cancelled"}


async def test_lessons_keep_apart_while_buffers_and_other_lessons_change(race: tuple[Scene, list[Caller]]) -> None:
    """One student exchanges two lessons again and again, others book between them, the instructor's buffer changes."""
    scene, students = race
    one, two = await scene.booked("09:00"), await scene.booked("13:00")

    async def buffer(minutes: int) -> httpx.Response:
        change = {"buffer_minutes": minutes}
        return await scene.client.put("/api/instructors/me", json=change, headers=scene.teacher.headers)

    swaps = [scene.act(one, "swap", scene.student, {"with_booking_id": two["id"]}) for _ in range(3)]
    swaps += [scene.act(two, "swap", scene.student, {"with_booking_id": one["id"]}) for _ in range(3)]
    booking = [
        scene.book(start, student) for student, start in zip(students[:6], ("10:00", "10:15", "14:15") * 2, strict=True)
    ]
    work = [part for three in zip(swaps, map(buffer, (0, 120, 30) * 2), booking, strict=True) for part in three]
    answers = await asyncio.gather(*work)
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    assert await overlaps(scene.container) == 0
    moved = [
        await scene.client.get(f"/api/bookings/{item['id']}", headers=scene.student.headers) for item in (one, two)
    ]
    assert {answer.json()["start_time"] for answer in moved} == {"09:00", "13:00"}
