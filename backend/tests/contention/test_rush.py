"""Thousands of attempts at contended times by every door at once, and the control.

The full proof is 10,000 attempts at 200 times: overlapping lengths, students who want several of them, booking, holding
and confirming, moving, and series. `PROOF_SCALE=full` makes all of them.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from app.bookings.dependencies import get_booking_repository
from app.bookings.models import Booking
from app.core.container import Container
from tests.bookings.test_race import drop_constraints, get_careless_repository
from tests.contention.crowd import (
    Attempt,
    Crowd,
    Group,
    contended,
    count_overlaps,
    is_in_the_way,
    make_crowd,
    standing,
)
from tests.proof import say, scaled

GROUPS = scaled(6, 200)
# Enough for the control to find what it looks for.
CONTROL_GROUPS = scaled(4, 100)
STUDENTS = scaled(16, 50)
BUFFER = timedelta(minutes=15)

pytestmark = [pytest.mark.proof, pytest.mark.integration]


@pytest.fixture
async def crowd(live_client: httpx.AsyncClient, live_container: Container) -> Crowd:
    return await make_crowd(live_client, live_container, STUDENTS)


@pytest.fixture
def careless(application: FastAPI) -> Iterator[None]:
    application.dependency_overrides[get_booking_repository] = get_careless_repository
    yield
    application.dependency_overrides.pop(get_booking_repository)


async def rush_all(crowd: Crowd, number: int) -> tuple[list[Group], list[Attempt]]:
    groups: list[Group] = []
    attempts: list[Attempt] = []
    for burst in crowd.groups(number):
        groups += burst
        attempts += await crowd.rush(burst)
    return groups, attempts


def unfounded(refused: Sequence[Attempt], bookings: Sequence[Booking]) -> list[Attempt]:
    """Refusals for which nothing stands in the way."""
    by_person: dict[uuid.UUID, list[Booking]] = {}
    for booking in bookings:
        for person in (booking.instructor_id, booking.student_id):
            by_person.setdefault(person, []).append(booking)
    return [attempt for attempt in refused if not _is_founded(attempt, by_person)]


def _is_founded(attempt: Attempt, by_person: dict[uuid.UUID, list[Booking]]) -> bool:
    return any(
        is_in_the_way(booking, wanted, BUFFER)
        for wanted in attempt.wanted
        for person in (wanted.instructor_id, wanted.student_id)
        for booking in by_person.get(person, [])
        if str(booking.id) != attempt.own_booking
    )


async def test_nobody_is_booked_twice(crowd: Crowd) -> None:
    groups, attempts = await rush_all(crowd, GROUPS)
    statuses = Counter(attempt.status for attempt in attempts)
    say(f"{len(attempts)} attempts at {len(groups)} times: {dict(statuses)}")
    assert len(attempts) == GROUPS * STUDENTS
    assert set(statuses) <= {200, 201, 409}, statuses
    assert {attempt.code for attempt in attempts if attempt.status == 409} <= {"time_taken", "lessons_not_free"}
    assert await count_overlaps(crowd.container) == 0
    bookings = await standing(crowd.container)
    assert unfounded([attempt for attempt in attempts if attempt.status == 409], bookings) == []
    winners = Counter(attempt.group for attempt in attempts if attempt.status != 409)
    assert winners == {group.number: 1 for group in groups}
    for group in groups:
        start, end = contended(group)
        lessons = [item for item in bookings if item.instructor_id == group.instructor.id]
        assert sum(item.starts_at <= start and end <= item.ends_at for item in lessons) == 1
    won_by = Counter(attempt.door for attempt in attempts if attempt.status != 409)
    assert len(won_by) == 4 or GROUPS < 50, won_by


@pytest.mark.usefixtures("careless")
async def test_control_without_locks_and_constraints_they_overlap(crowd: Crowd) -> None:
    async with crowd.container.database.session() as session:
        await drop_constraints(session)
    await rush_all(crowd, CONTROL_GROUPS)
    overlaps = await count_overlaps(crowd.container)
    say(f"without locks and constraints: {overlaps} overlaps")
    assert overlaps > scaled(10, 100)
