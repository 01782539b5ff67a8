"""What is offered, compared with a model that looks at every minute, and with what is accepted."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.availability.models import AvailabilitySlot, Blackout
from app.bookings.dependencies import build_free_time_finder
from app.bookings.domain import LessonTime
from app.bookings.models import Booking
from app.core.clock import FixedClock
from app.core.database import uuid7
from app.core.timerange import MinuteRange, format_minute, merge, parse_minute, wall_to_instant
from app.instructors.models import Instructor
from tests.factories.accounts import Caller, signed_in
from tests.factories.lessons import Scene

NEW_YORK = "America/New_York"
ZONE = ZoneInfo(NEW_YORK)
SPRING, AUTUMN, PLAIN = date(2027, 3, 14), date(2027, 11, 7), date(2028, 2, 29)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Taken:
    """A lesson: minutes from midnight to its start, its length, its buffer; a hold has so many minutes to live."""

    start: int
    minutes: int
    buffer: int
    held_for: int | None = None


@dataclass(frozen=True)
class World:
    """Everything that decides what can be booked on `day`."""

    day: date
    hours: dict[date, list[MinuteRange]]
    blackouts: list[date]
    taken: list[Taken]
    notice: int
    horizon_days: int
    buffer: int
    now: datetime

    @property
    def midnight(self) -> datetime:
        return wall_to_instant(self.day, 0, NEW_YORK)


# The model: slow and plain, by the minute


@lru_cache(maxsize=64)
def minutes_between(first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """Each minute as an instant and as the clock on the wall shows it."""
    every = (first + offset * MINUTE for offset in range((last - first) // MINUTE))
    return [(at, at.astimezone(ZONE).replace(tzinfo=None)) for at in every]


def open_minutes(world: World) -> set[datetime]:
    """A range is open from when the clock first shows its start until it first shows its end."""
    minutes = minutes_between(world.midnight - timedelta(hours=30), world.midnight + timedelta(hours=56))

    def first_showing(day: date, minute: int) -> datetime:
        wanted = datetime(day.year, day.month, day.day) + minute * MINUTE  # noqa: DTZ001 - wall clock
        return next(at for at, shown in minutes if shown >= wanted)

    spans = [
        (first_showing(day, item.start), first_showing(day, item.end))
        for day, ranges in world.hours.items()
        for item in ranges
    ]
    return {
        at
        for at, shown in minutes
        if shown.date() not in world.blackouts and any(start <= at < end for start, end in spans)
    }


def taken_minutes(world: World) -> set[datetime]:
    """What lessons and live holds take of the instructor, their buffers included."""
    return {
        world.midnight + (item.start + offset) * MINUTE
        for item in world.taken
        if item.held_for is None or item.held_for > 0
        for offset in range(item.minutes + item.buffer)
    }


def bookable_starts(world: World, duration: int) -> list[str]:
    """Each quarter hour that the clock shows, the first time that it does, if the lesson can be then."""
    opened, taken = open_minutes(world), taken_minutes(world)
    earliest = world.now + world.notice * MINUTE
    latest = world.now + timedelta(hours=24 * world.horizon_days)
    seen, starts = set(), []
    for at, shown in minutes_between(world.midnight, world.midnight + timedelta(hours=26)):
        label = format_minute(shown.hour * 60 + shown.minute)
        if shown.date() != world.day or shown.minute % 15 or label in seen:
            continue
        seen.add(label)
        lesson = {at + offset * MINUTE for offset in range(duration)}
        with_buffer = {at + offset * MINUTE for offset in range(duration + world.buffer)}
        if earliest <= at and at + duration * MINUTE <= latest and lesson <= opened and not with_buffer & taken:
            starts.append(label)
    return starts


# Worlds


@st.composite
def hours_of_a_day(draw: st.DrawFn) -> list[MinuteRange]:
    edges = draw(st.lists(st.integers(0, 96), max_size=6, unique=True).map(sorted))
    return merge(MinuteRange(a * 15, b * 15) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def lessons(draw: st.DrawFn) -> list[Taken]:
    """In order, without overlaps, as the constraints demand; some of them holds, alive or not."""
    at, taken = -120, []
    for _ in range(draw(st.integers(0, 4))):
        at += draw(st.integers(0, 24)) * 15
        length = draw(st.sampled_from([30, 60, 90]))
        buffer = draw(st.sampled_from([0, 10, 15, 60]))
        taken.append(Taken(at, length, buffer, draw(st.sampled_from([None, None, -1, 0, 3]))))
        at += (length + buffer + 14) // 15 * 15
    return taken


@st.composite
def worlds(draw: st.DrawFn) -> World:
    day = draw(st.sampled_from([SPRING, AUTUMN, PLAIN]) | st.dates(date(2026, 1, 2), date(2028, 12, 30)))
    around = [day + timedelta(days=offset) for offset in (-1, 0, 1)]
    midnight = wall_to_instant(day, 0, NEW_YORK)
    horizon_days = draw(st.sampled_from([7, 60]))
    # Mostly some days before; sometimes so that the notice or the horizon falls into the day.
    before = draw(
        st.integers(24 * 60, 6 * 24 * 60)
        | st.integers(-12 * 60, 12 * 60)
        | st.integers(horizon_days * 24 * 60 - 24 * 60, horizon_days * 24 * 60)
    )
    return World(
        day=day,
        hours={each: draw(hours_of_a_day()) for each in around},
        blackouts=draw(st.lists(st.sampled_from(around), max_size=1)),
        taken=draw(lessons()),
        notice=draw(st.sampled_from([0, 120, 185])),
        horizon_days=horizon_days,
        buffer=draw(st.sampled_from([0, 15, 50, 120])),
        now=midnight - before * MINUTE + timedelta(seconds=draw(st.sampled_from([0, 0, 29]))),
    )


async def build(session: AsyncSession, world: World, scene: Scene) -> None:
    """Writes a world, in place of the hours that the scene began with."""
    instructor_id = scene.instructor.id
    await session.execute(AvailabilitySlot.__table__.delete())  # type: ignore[attr-defined]
    rules = {"min_notice_minutes": world.notice, "horizon_days": world.horizon_days, "buffer_minutes": world.buffer}
    await session.execute(update(Instructor).where(Instructor.id == instructor_id).values(rules))
    common = {"instructor_id": instructor_id, "timezone": NEW_YORK}
    slots = [
        common | {"specific_date": day, "start_time": item.start, "end_time": item.end}
        for day, ranges in world.hours.items()
        for item in ranges
    ]
    days = [common | {"blackout_date": day} for day in world.blackouts]
    booked = [booking_row(world, item, scene) for item in world.taken]
    for model, rows in ((AvailabilitySlot, slots), (Blackout, days), (Booking, booked)):
        if rows:
            await session.execute(insert(model).values(rows))


def booking_row(world: World, item: Taken, scene: Scene) -> dict[str, object]:
    starts_at = world.midnight + item.start * MINUTE
    lesson = LessonTime(world.day, 0, item.minutes, NEW_YORK, starts_at, starts_at + item.minutes * MINUTE)
    is_hold = item.held_for is not None
    return {
        "id": uuid7(),
        "instructor_id": scene.instructor.id,
        "student_id": scene.other.id,
        "offering_id": scene.instructor.offerings[0].id,
        "status": "held" if is_hold else "confirmed",
        "subject_slug": "piano",
        "subject_name": "Piano",
        "booking_date": lesson.booking_date,
        "start_time": 0,
        "end_time": 0,
        "timezone": NEW_YORK,
        "starts_at": lesson.starts_at,
        "ends_at": lesson.ends_at,
        "duration_minutes": item.minutes,
        "buffer_minutes": item.buffer,
        "rate_cents": 6_000,
        "price_cents": 100 * item.minutes,
        "place": "online",
        "cancellation_tiers": [],
        "expires_at": world.now + (item.held_for or 0) * MINUTE if is_hold else None,
    }


async def offered(session: AsyncSession, world: World, instructor_id: uuid.UUID, duration: int) -> list[str]:
    finder = build_free_time_finder(session, FixedClock(world.now))
    free = await finder.get_free_time(instructor_id, world.day, world.day, duration=duration)
    return [format_minute(start) for start in free.days[0].starts or []]


WITH_FIXTURES = settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@WITH_FIXTURES
@given(world=worlds(), duration=st.sampled_from([30, 60, 90, 240]))
async def test_what_is_offered_is_what_every_minute_allows(
    scene: Scene, connection: AsyncConnection, session: AsyncSession, world: World, duration: int
) -> None:
    undo = await connection.begin_nested()
    await build(session, world, scene)
    found = await offered(session, world, scene.instructor.id, duration)
    await session.rollback()
    await undo.rollback()
    assert found == bookable_starts(world, duration)


def a_busy_day(day: date) -> World:
    """Hours over the small hours and across both midnights, lessons, holds, buffers, notice."""
    hours = {
        day - timedelta(days=1): [MinuteRange(23 * 60, 24 * 60)],
        day: [MinuteRange(0, 5 * 60), MinuteRange(9 * 60, 13 * 60), MinuteRange(22 * 60, 24 * 60)],
        day + timedelta(days=1): [MinuteRange(0, 30)],
    }
    taken = [Taken(-60, 30, 15), Taken(10 * 60, 60, 15), Taken(12 * 60, 30, 0, held_for=3), Taken(720 + 60, 30, 0, -1)]
    now = wall_to_instant(day, 30, NEW_YORK) - timedelta(minutes=30)
    return World(day, hours, [], taken, notice=25, horizon_days=60, buffer=15, now=now)


@pytest.mark.parametrize("day", [SPRING, AUTUMN, PLAIN])
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
    labels = [format_minute(minute) for minute in range(0, 24 * 60, 15)]
    statuses = {label: await try_to_book(scene, connection, student, day, label) for label in labels}
    assert [label for label, status in statuses.items() if status == 201] == starts
    assert set(statuses.values()) == {201, 409, 422}


@settings(WITH_FIXTURES, max_examples=12)
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
    for label in edges(starts):
        status = await try_to_book(scene, connection, student, world.day, label)
        assert (status == 201) == (label in starts), label
    await undo.rollback()


def edges(starts: list[str]) -> set[str]:
    """Starts whose neighbour is none, and those neighbours."""
    offered = {parse_minute(start) for start in starts}
    every = range(0, 24 * 60, 15)
    changes = [(a, b) for a, b in pairwise(every) if (a in offered) != (b in offered)]
    return {format_minute(minute) for pair in changes for minute in pair}


async def try_to_book(scene: Scene, connection: AsyncConnection, student: Caller, day: date, label: str) -> int:
    """The status of booking at this start, undone afterwards."""
    undo = await connection.begin_nested()
    response = await scene.book(label, student, date=str(day))
    await undo.rollback()
    return response.status_code
