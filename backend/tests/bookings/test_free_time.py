"""What is offered, explained and accepted, compared with a model that looks at every minute."""

import random
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.bookings.dependencies import build_conflict_checker, build_free_time_finder
from app.bookings.domain import LessonTime
from app.core.clock import FixedClock
from app.core.timerange import format_minute
from app.instructors.models import Instructor
from tests.bookings.worlds import (
    DURATIONS,
    NEW_YORK,
    Pair,
    make_pairs,
    random_day,
    random_now,
    random_world,
    write_worlds,
)
from tests.factories.accounts import Caller, signed_in
from tests.factories.lessons import Scene
from tests.minute_model import DAY, MINUTE, Lesson, World, bookable_starts, instant_of, quarter_hours, why_not
from tests.proof import scaled

SPRING, AUTUMN, PLAIN = date(2027, 3, 14), date(2027, 11, 7), date(2028, 2, 29)
NEW_YEARS_EVE = date(2027, 12, 31)
# One round is so many worlds of one day, asked about in one query.
ROUND = 50
EVERY_LABEL = [format_minute(minute) for minute in range(0, 24 * 60, 15)]


async def offered(session: AsyncSession, pairs: list[Pair], world: World, duration: int) -> list[list[str]]:
    """The starts of each instructor on the day, in one query."""
    finder = build_free_time_finder(session, FixedClock(world.now))
    found = await finder.list_free_time([pair.instructor_id for pair in pairs], world.day, world.day, duration)
    return [[format_minute(start) for start in item.days[0].starts or []] for item in found.instructors]


@pytest.mark.proof
async def test_a_time_is_offered_exactly_when_every_minute_allows_it(session: AsyncSession) -> None:
    rng = random.Random(20_260_101)
    pairs = await make_pairs(session, ROUND)
    starts = 0
    for _ in range(scaled(400, 20_000) // ROUND):
        day = random_day(rng)
        now, duration = random_now(rng, day), rng.choice(DURATIONS)
        worlds = [random_world(rng, day, now) for _ in pairs]
        await write_worlds(session, pairs, worlds)
        for world, found in zip(worlds, await offered(session, pairs, worlds[0], duration), strict=True):
            assert found == bookable_starts(world, duration), (world, duration)
            starts += len(found)
    # The worlds are neither empty nor free of lessons.
    assert starts > scaled(400, 20_000)


@pytest.mark.proof
async def test_the_reasons_are_those_of_every_minute(session: AsyncSession) -> None:
    """At every edge of what is offered and at some times besides; without a reason exactly when it is offered."""
    rng = random.Random(20_270_314)
    (pair,) = await make_pairs(session, 1)
    codes = set()
    for _ in range(scaled(40, 2_000)):
        day = random_day(rng)
        world, duration = random_world(rng, day, random_now(rng, day)), rng.choice(DURATIONS)
        await write_worlds(session, [pair], [world])
        expected = why_not(world, duration)
        labels = edges([label for label, reasons in expected.items() if not reasons])
        for label in {*rng.sample(EVERY_LABEL, 4), *labels}:
            found = await explained(session, pair, world, label, duration)
            assert found == expected.get(label, {"missing_hour"}), (world, label, duration)
            codes |= found
    assert codes >= {"too_soon", "too_far", "outside_hours", "blackout", "booked", "hold", "buffer"}


async def explained(session: AsyncSession, pair: Pair, world: World, label: str, duration: int) -> set[str]:
    instructor = await session.get_one(Instructor, pair.instructor_id, populate_existing=True)
    lesson = LessonTime.of(world.day, EVERY_LABEL.index(label) * 15, duration, world.zone)
    check = await build_conflict_checker(session, FixedClock(world.now)).list_reasons(instructor, lesson)
    return {reason.code.value for reason in check.reasons}


def edges(starts: list[str]) -> set[str]:
    """Starts whose neighbour is none, and those neighbours."""
    changes = [(a, b) for a, b in pairwise(EVERY_LABEL) if (a in starts) != (b in starts)]
    return {label for pair in changes for label in pair}


# Found by hypothesis, which makes small what fails


@st.composite
def hours_of_a_day(draw: st.DrawFn) -> list[tuple[int, int]]:
    edges = draw(st.lists(st.integers(0, 96), max_size=6, unique=True).map(sorted))
    return [(a * 15, b * 15) for a, b in zip(edges[::2], edges[1::2], strict=False)]


@st.composite
def lessons(draw: st.DrawFn, midnight: datetime, now: datetime) -> list[Lesson]:
    """In order, without overlaps, as the constraints demand; some of them holds, alive or not."""
    at, taken = midnight - 120 * MINUTE, []
    for _ in range(draw(st.integers(0, 4))):
        at += draw(st.integers(0, 24)) * 15 * MINUTE
        length, buffer = draw(st.sampled_from([30, 60, 90])), draw(st.sampled_from([0, 10, 15, 60]))
        held_for = draw(st.sampled_from([None, None, -1, 0, 3]))
        taken.append(Lesson(at, length, buffer, None if held_for is None else now + held_for * MINUTE))
        at += (length + buffer + 14) // 15 * 15 * MINUTE
    return taken


@st.composite
def worlds(draw: st.DrawFn) -> World:
    day = draw(st.sampled_from([SPRING, AUTUMN, PLAIN]) | st.dates(date(2026, 1, 4), date(2028, 12, 28)))
    around = [day + offset * DAY for offset in (-1, 0, 1)]
    midnight = midnight_of(day)
    horizon_days = draw(st.sampled_from([7, 60]))
    # Mostly some days before; sometimes so that the notice or the horizon falls into the day.
    before = draw(
        st.integers(24 * 60, 6 * 24 * 60)
        | st.integers(-12 * 60, 12 * 60)
        | st.integers(horizon_days * 24 * 60 - 24 * 60, horizon_days * 24 * 60)
    )
    now = midnight - before * MINUTE + timedelta(seconds=draw(st.sampled_from([0, 0, 29])))
    return World(
        day=day,
        zone=NEW_YORK,
        hours={each: draw(hours_of_a_day()) for each in around},
        blackouts=draw(st.lists(st.sampled_from(around), max_size=1)),
        lessons=draw(lessons(midnight, now)),
        notice_minutes=draw(st.sampled_from([0, 120, 185])),
        horizon_days=horizon_days,
        buffer_minutes=draw(st.sampled_from([0, 15, 50, 120])),
        now=now,
    )


def midnight_of(day: date) -> datetime:
    return instant_of(a_world(day), "00:00")


def a_world(day: date, **changes: Any) -> World:
    """One without hours or lessons, seen from three days before."""
    values: dict[str, Any] = {
        "day": day,
        "zone": NEW_YORK,
        "hours": {},
        "blackouts": [],
        "lessons": [],
        "notice_minutes": 0,
        "horizon_days": 60,
        "buffer_minutes": 0,
        "now": datetime.fromisoformat(f"{day - 3 * DAY}T12:00Z"),
    }
    return World(**values | changes)


WITH_FIXTURES = settings(
    deadline=None,
    max_examples=scaled(40, 500),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@WITH_FIXTURES
@given(world=worlds(), duration=st.sampled_from([30, 60, 90, 240]))
async def test_what_is_offered_is_what_every_minute_allows(
    scene: Scene, connection: AsyncConnection, session: AsyncSession, world: World, duration: int
) -> None:
    undo = await connection.begin_nested()
    await build(session, world, scene)
    ((found),) = await offered(session, [pair_of(scene)], world, duration)
    await session.rollback()
    await undo.rollback()
    assert found == bookable_starts(world, duration)


def pair_of(scene: Scene) -> Pair:
    return Pair(scene.instructor.id, scene.instructor.offerings[0].id, scene.other.id)


async def build(session: AsyncSession, world: World, scene: Scene) -> None:
    await write_worlds(session, [pair_of(scene)], [world])


# Through the HTTP door


def a_busy_day(day: date) -> World:
    """Hours over the small hours and across both midnights, lessons, holds, buffers, notice."""
    midnight = midnight_of(day)
    now = midnight
    return a_world(
        day,
        hours={
            day - DAY: [(23 * 60, 24 * 60)],
            day: [(0, 5 * 60), (9 * 60, 13 * 60), (22 * 60, 24 * 60)],
            day + DAY: [(0, 30)],
        },
        lessons=[
            Lesson(midnight - 60 * MINUTE, 30, 15),
            Lesson(midnight + 10 * 60 * MINUTE, 60, 15),
            Lesson(midnight + 12 * 60 * MINUTE, 30, 0, now + 3 * MINUTE),
            Lesson(midnight + 13 * 60 * MINUTE, 30, 0, now - MINUTE),
        ],
        notice_minutes=25,
        buffer_minutes=15,
        now=now,
    )


@pytest.mark.parametrize("day", [SPRING, AUTUMN, NEW_YEARS_EVE])
async def test_what_is_offered_is_what_is_accepted(
    scene: Scene, connection: AsyncConnection, session: AsyncSession, clock: FixedClock, day: date
) -> None:
    """Every quarter hour of the day is asked for, each as if it were the first."""
    world = a_busy_day(day)
    await build(session, world, scene)
    await session.commit()
    clock.set(world.now)
    student = await signed_in(scene.container)
    starts = await scene.starts(day)
    assert starts == bookable_starts(world, 60)
    assert 8 < len(starts) < 48
    answers = {label: await try_to_book(scene, connection, student, world, label) for label in EVERY_LABEL}
    assert [label for label, status in answers.items() if status == 201] == starts
    assert set(answers.values()) == {201, 409, 422}


@pytest.mark.proof
@settings(WITH_FIXTURES, max_examples=scaled(8, 300))
@given(world=worlds())
async def test_in_any_world_the_edges_of_what_is_offered_are_the_edges_of_what_is_accepted(
    scene: Scene, connection: AsyncConnection, session: AsyncSession, clock: FixedClock, world: World
) -> None:
    undo = await connection.begin_nested()
    await build(session, world, scene)
    await session.commit()
    clock.set(world.now)
    student = await signed_in(scene.container)
    starts = await scene.starts(world.day)
    assert starts == bookable_starts(world, 60)
    for label in edges(starts):
        status = await try_to_book(scene, connection, student, world, label)
        assert (status == 201) == (label in starts), label
    await undo.rollback()


async def try_to_book(scene: Scene, connection: AsyncConnection, student: Caller, world: World, label: str) -> int:
    """The status of booking at this start, undone afterwards; what is booked is an hour of real time."""
    undo = await connection.begin_nested()
    response = await scene.book(label, student, date=str(world.day))
    await undo.rollback()
    if response.status_code == 201:
        starts_at = instant_of(world, label)
        assert datetime.fromisoformat(response.json()["starts_at"]) == starts_at
        assert datetime.fromisoformat(response.json()["ends_at"]) == starts_at + 60 * MINUTE
    return response.status_code


def test_the_model_knows_the_clock() -> None:
    """What the rest compares with has to be right itself."""
    spring, autumn = quarter_hours(a_world(SPRING)), quarter_hours(a_world(AUTUMN))
    assert (len(spring), len(autumn)) == (92, 96)
    assert "02:00" not in spring
    assert autumn["02:00"] - autumn["01:45"] == 75
    assert instant_of(a_world(AUTUMN), "01:30") == datetime.fromisoformat("2027-11-07T05:30Z")
    night = a_world(SPRING, hours={SPRING: [(60, 240)]})
    assert bookable_starts(night, 120) == ["01:00"]
    night = a_world(AUTUMN, hours={AUTUMN: [(60, 120)]})
    assert bookable_starts(night, 120) == ["01:00"]
