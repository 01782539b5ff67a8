"""Worlds of the minute model: drawn at random, and written into the database, many instructors at once."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.models import AvailabilitySlot, Blackout
from app.bookings.models import Booking
from app.core.database import uuid7
from app.core.enums import RoleName
from app.instructors.models import Instructor
from tests.factories.accounts import make_user
from tests.factories.instructors import make_instructor
from tests.minute_model import DAY, MINUTE, Lesson, World

NEW_YORK = "America/New_York"
# Jumps of half an hour, and at midnight.
OTHER_ZONES = ("Australia/Lord_Howe", "America/Santiago", "Europe/London")
CLOCK_CHANGES = (
    date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7), date(2028, 3, 12), date(2028, 11, 5),
)  # fmt: skip
TURNS = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 1), date(2028, 2, 29))
FIRST, LAST = date(2026, 1, 4), date(2028, 12, 28)
DURATIONS = tuple(range(30, 241, 15))


@dataclass(frozen=True)
class Pair:
    """An instructor with one offering, and a student of their own who has all the lessons."""

    instructor_id: uuid.UUID
    offering_id: uuid.UUID
    student_id: uuid.UUID


async def make_pairs(session: AsyncSession, count: int) -> list[Pair]:
    pairs = []
    for _ in range(count):
        instructor = await make_instructor(session)
        student = await make_user(session, RoleName.STUDENT)
        pairs.append(Pair(instructor.id, instructor.offerings[0].id, student.id))
    return pairs


# Drawing


def random_day(rng: random.Random) -> date:
    """Often one on which the clock changes or a year does, or one beside it."""
    if rng.random() < 0.5:
        return FIRST + rng.randrange((LAST - FIRST).days) * DAY
    return rng.choice(CLOCK_CHANGES * 2 + TURNS) + rng.choice((-1, 0, 0, 0, 1)) * DAY


def random_now(rng: random.Random, day: date) -> datetime:
    """Mostly some days before; sometimes so that a notice or a horizon falls into the day."""
    noon = datetime.combine(day, time(16), UTC)
    before = rng.choice((
        rng.randrange(24 * 60, 6 * 24 * 60),
        rng.randrange(24 * 60, 6 * 24 * 60),
        rng.randrange(-16 * 60, 16 * 60),
        7 * 24 * 60 + rng.randrange(-16 * 60, 16 * 60),
        60 * 24 * 60 + rng.randrange(-16 * 60, 16 * 60),
    ))  # fmt: skip
    return noon - before * MINUTE - timedelta(seconds=rng.choice((0, 0, 29)))


def random_world(rng: random.Random, day: date, now: datetime) -> World:
    around = [day + offset * DAY for offset in (-1, 0, 1)]
    return World(
        day=day,
        zone=NEW_YORK if rng.random() < 0.85 else rng.choice(OTHER_ZONES),
        hours={each: _random_hours(rng) for each in around},
        blackouts=rng.sample(around, rng.choice((0, 0, 0, 1))),
        lessons=_random_lessons(rng, day, now),
        notice_minutes=rng.choice((0, 120, 185, 72 * 60)),
        horizon_days=rng.choice((7, 7, 60, 365)),
        buffer_minutes=rng.choice((0, 15, 50, 120)),
        now=now,
    )


def _random_hours(rng: random.Random) -> list[tuple[int, int]]:
    """On quarter hours, some of them to midnight or from it on; a day may have none."""
    edges = sorted(rng.sample(range(97), 2 * rng.choice((0, 1, 1, 2, 3))))
    if edges and rng.random() < 0.5:
        edges[0], edges[-1] = rng.choice((0, edges[0])), rng.choice((96, edges[-1]))
    return [(start * 15, end * 15) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _random_lessons(rng: random.Random, day: date, now: datetime) -> list[Lesson]:
    """In order and without overlaps, as the constraints demand; some of them holds, alive or not."""
    at, lessons = datetime.combine(day, time(), UTC), []
    for _ in range(rng.randrange(5)):
        at += rng.randrange(24) * 15 * MINUTE
        minutes, buffer = rng.choice(DURATIONS[:5]), rng.choice((0, 10, 15, 60, 120))
        held_for = rng.choice((None, None, -1, 0, 3))
        lessons.append(Lesson(at, minutes, buffer, None if held_for is None else now + held_for * MINUTE))
        at += (minutes + buffer + 14) // 15 * 15 * MINUTE
    return lessons


# Writing


async def write_worlds(session: AsyncSession, pairs: Sequence[Pair], worlds: Sequence[World]) -> None:
    """One world for each instructor, in place of the hours that they had."""
    ids = [pair.instructor_id for pair in pairs]
    for model in (AvailabilitySlot, Blackout, Booking):
        await session.execute(
            delete(model).where(model.instructor_id.in_(ids)), execution_options={"synchronize_session": False}
        )
    together = list(zip(pairs, worlds, strict=True))
    await session.execute(update(Instructor), [_rules(pair, world) for pair, world in together])
    for model, rows in (
        (AvailabilitySlot, [row for pair, world in together for row in _slots(pair, world)]),
        (Blackout, [row for pair, world in together for row in _blackouts(pair, world)]),
        (Booking, [row for pair, world in together for row in _bookings(pair, world)]),
    ):
        if rows:
            await session.execute(insert(model), rows)


def _rules(pair: Pair, world: World) -> dict[str, Any]:
    return {
        "id": pair.instructor_id,
        "timezone": world.zone,
        "min_notice_minutes": world.notice_minutes,
        "horizon_days": world.horizon_days,
        "buffer_minutes": world.buffer_minutes,
    }


def _slots(pair: Pair, world: World) -> list[dict[str, Any]]:
    common = {"instructor_id": pair.instructor_id, "timezone": world.zone}
    return [
        common | {"specific_date": day, "start_time": start, "end_time": end}
        for day, ranges in world.hours.items()
        for start, end in ranges
    ]


def _blackouts(pair: Pair, world: World) -> list[dict[str, Any]]:
    return [
        {"instructor_id": pair.instructor_id, "timezone": world.zone, "blackout_date": day} for day in world.blackouts
    ]


def _bookings(pair: Pair, world: World) -> list[dict[str, Any]]:
    return [
        {
            "id": uuid7(),
            "instructor_id": pair.instructor_id,
            "student_id": pair.student_id,
            "offering_id": pair.offering_id,
            "status": "held" if item.held_until else "confirmed",
            "subject_slug": "piano",
            "subject_name": "Piano",
            "booking_date": world.day,
            "start_time": 0,
            "end_time": 0,
            "timezone": world.zone,
            "starts_at": item.starts_at,
            "ends_at": item.starts_at + item.minutes * MINUTE,
            "duration_minutes": item.minutes,
            "buffer_minutes": item.buffer,
            "rate_cents": 6_000,
            "price_cents": 100 * item.minutes,
            "place": "online",
            "cancellation_tiers": [],
            "expires_at": item.held_until,
        }
        for item in world.lessons
    ]
