"""A crowd of students who want the same times: many doors to one time, and what becomes of each attempt."""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import httpx
from sqlalchemy import select, text

from app.bookings.models import Booking
from app.core.container import Container
from app.core.enums import RoleName
from app.core.timerange import format_minute, instant_to_wall, wall_to_instant
from app.instructors.schemas import OwnInstructorRead
from tests.factories.accounts import Caller, signed_in
from tests.factories.instructors import make_instructor
from tests.factories.lessons import lesson_request, make_open_days

NEW_YORK = "America/New_York"
# Groups that contend at the same hour with different instructors and the same students.
AT_ONCE = 2
DOORS = ("book", "hold", "reschedule", "series")
# Every pair of these overlaps, and three hours hold the longest of them with its buffer.
LENGTHS = (60, 90)
LATER = (0, 15, 30)
FIRST_MINUTES = (9 * 60, 12 * 60, 15 * 60)
# A series of the crowd has its second lesson in a week in which nobody else wants anything.
WEEKS_APART = 2
PARKED_FROM_DAY = 280
OPEN_DAYS = 350
PARKED_A_DAY = 9


@dataclass(frozen=True)
class Wanted:
    """A lesson as somebody asked for it: the time, and the buffer that the instructor wants after it."""

    instructor_id: uuid.UUID
    student_id: uuid.UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Attempt:
    """One go at a contended time by one door; `wanted` is every lesson that had to be free for it."""

    group: int
    door: str
    status: int
    code: str | None
    wanted: tuple[Wanted, ...]
    own_booking: str | None = None


@dataclass
class Group:
    """A contended time of one instructor."""

    number: int
    instructor: OwnInstructorRead
    day: date
    minute: int


@dataclass
class Crowd:
    client: httpx.AsyncClient
    container: Container
    instructors: list[OwnInstructorRead]
    students: list[Caller]
    parked: dict[tuple[uuid.UUID, uuid.UUID], str] = field(default_factory=dict)
    _parking: dict[uuid.UUID, Iterator[int]] = field(default_factory=lambda: defaultdict(count))

    @property
    def today(self) -> date:
        return instant_to_wall(self.container.clock.now(), NEW_YORK)[0]

    def groups(self, number: int) -> list[list[Group]]:
        """So many contended times, in bursts of those that are at the same hour."""
        bursts = -(-number // AT_ONCE)
        times = (
            (self.today + timedelta(days=2 + 7 * WEEKS_APART * (at // 21) + at // 3 % 7), FIRST_MINUTES[at % 3])
            for at in range(bursts)
        )
        return [
            [
                Group(at * AT_ONCE + which, self.instructors[which], day, minute)
                for which in range(min(AT_ONCE, number - at * AT_ONCE))
            ]
            for at, (day, minute) in enumerate(times)
        ]

    async def rush(self, burst: Sequence[Group]) -> list[Attempt]:
        """Every student tries every group of the burst at once, each group by another door."""
        tries = [
            (group, student, DOORS[(which + place) % len(DOORS)], place)
            for which, group in enumerate(burst)
            for place, student in enumerate(self.students)
        ]
        await self._park([(group, student) for group, student, door, _ in tries if door == "reschedule"])
        return await asyncio.gather(*(self._try(*one) for one in tries))

    async def _park(self, pairs: Sequence[tuple[Group, Caller]]) -> None:
        """Gives each a lesson far away that can be moved, unless the one from before is still there."""
        for group, student in pairs:
            if (group.instructor.id, student.id) in self.parked:
                continue
            place = next(self._parking[group.instructor.id])
            day = self.today + timedelta(days=PARKED_FROM_DAY + place // PARKED_A_DAY)
            start = format_minute(8 * 60 + 75 * (place % PARKED_A_DAY))
            body = lesson_request(group.instructor, day, start)
            answer = await self._post("/api/bookings", body, student)
            assert answer.status_code == httpx.codes.CREATED, answer.text
            self.parked[group.instructor.id, student.id] = answer.json()["id"]

    async def _try(self, group: Group, student: Caller, door: str, place: int) -> Attempt:
        minute = group.minute + LATER[place % len(LATER)]
        body = lesson_request(
            group.instructor, group.day, format_minute(minute), duration_minutes=LENGTHS[place % len(LENGTHS)]
        )
        match door:
            case "book":
                answer = await self._post("/api/bookings", body, student)
            case "hold":
                answer = await self._hold_and_confirm(body, student)
            case "reschedule":
                return await self._move(group, student, minute)
            case _:
                return await self._repeat(group, student, body, minute)
        return _attempt(group, door, answer, [_wanted(group, student, minute, body["duration_minutes"])])

    async def _hold_and_confirm(self, body: dict[str, Any], student: Caller) -> httpx.Response:
        held = await self._post("/api/bookings/holds", body, student)
        if held.status_code != httpx.codes.CREATED:
            return held
        return await self._post("/api/bookings", body | {"hold_id": held.json()["id"]}, student)

    async def _move(self, group: Group, student: Caller, minute: int) -> Attempt:
        """The parked lesson, of an hour, to the contended time."""
        pair = (group.instructor.id, student.id)
        booking_id = self.parked[pair]
        body = {"date": str(group.day), "start_time": format_minute(minute)}
        answer = await self._post(f"/api/bookings/{booking_id}/reschedule", body, student)
        if answer.is_success:
            del self.parked[pair]
        return _attempt(group, "reschedule", answer, [_wanted(group, student, minute, 60)], booking_id)

    async def _repeat(self, group: Group, student: Caller, body: dict[str, Any], minute: int) -> Attempt:
        day = body.pop("date")
        answer = await self._post("/api/bookings/series", body | {"first_date": day, "count": 2}, student)
        wanted = [_wanted(group, student, minute, body["duration_minutes"], weeks) for weeks in (0, 1)]
        return _attempt(group, "series", answer, wanted)

    async def _post(self, path: str, body: dict[str, Any], caller: Caller) -> httpx.Response:
        return await self.client.post(path, json=body, headers=caller.headers)


def _wanted(group: Group, student: Caller, minute: int, duration: int, weeks: int = 0) -> Wanted:
    starts_at = wall_to_instant(group.day + timedelta(weeks=weeks), minute, NEW_YORK)
    return Wanted(group.instructor.id, student.id, starts_at, starts_at + timedelta(minutes=duration))


def _attempt(
    group: Group, door: str, answer: httpx.Response, wanted: Sequence[Wanted], own_booking: str | None = None
) -> Attempt:
    return Attempt(group.number, door, answer.status_code, answer.json().get("code"), tuple(wanted), own_booking)


async def make_crowd(client: httpx.AsyncClient, container: Container, students: int) -> Crowd:
    """Instructors with open days for a year, and students who are signed in; all of it committed."""
    today = instant_to_wall(container.clock.now(), NEW_YORK)[0]
    instructors = []
    for _ in range(AT_ONCE):
        teacher = await signed_in(container, RoleName.INSTRUCTOR)
        async with container.database.session() as session:
            profile = await make_instructor(
                session, user=teacher.user, clock=container.clock, profile={"horizon_days": 365}
            )
            await make_open_days(session, teacher.id, today, OPEN_DAYS, (("08:00", "20:00"),))
            await session.commit()
        instructors.append(profile)
    return Crowd(client, container, instructors, [await signed_in(container) for _ in range(students)])


# What is true afterwards

OVERLAPS = text("""
    SELECT count(*) FROM bookings one JOIN bookings other ON one.id < other.id
    WHERE one.takes_time AND other.takes_time AND (
        (one.instructor_id = other.instructor_id AND one.occupied && other.occupied)
        OR (one.student_id = other.student_id
            AND tstzrange(one.starts_at, one.ends_at) && tstzrange(other.starts_at, other.ends_at)))
""")


async def count_overlaps(container: Container) -> int:
    """Pairs of lessons of one instructor, with their buffers, or of one student, that overlap."""
    async with container.database.session() as session:
        return int(await session.scalar(OVERLAPS) or 0)


async def standing(container: Container) -> list[Booking]:
    async with container.database.session() as session:
        return list(await session.scalars(select(Booking).where(Booking.status == "confirmed")))


def is_in_the_way(booking: Booking, wanted: Wanted, buffer: timedelta) -> bool:
    """Written again from the product's words: buffers keep an instructor's lessons apart, a student has one body."""
    if booking.student_id == wanted.student_id and _overlap(booking, wanted, timedelta(), timedelta()):
        return True
    after = timedelta(minutes=booking.buffer_minutes)
    return booking.instructor_id == wanted.instructor_id and _overlap(booking, wanted, after, buffer)


def _overlap(booking: Booking, wanted: Wanted, after_it: timedelta, after_wanted: timedelta) -> bool:
    return booking.starts_at < wanted.ends_at + after_wanted and wanted.starts_at < booking.ends_at + after_it


def contended(burst: Group) -> tuple[datetime, datetime]:
    """What every attempt at a group has in common."""
    start = wall_to_instant(burst.day, burst.minute + max(LATER), NEW_YORK)
    return start, start + timedelta(minutes=min(LENGTHS) - max(LATER))
