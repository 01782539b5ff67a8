"""Hours and lessons for tests, and a world that is small enough to know: one instructor, two students."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.models import AvailabilitySlot, EditedDay
from app.core.container import Container
from app.core.enums import RoleName
from app.core.timerange import instant_to_wall, parse_minute
from app.instructors.schemas import OwnInstructorRead
from tests.factories.accounts import Caller, signed_in
from tests.factories.instructors import make_instructor

Hours = Sequence[tuple[str, str]]


async def make_hours(
    session: AsyncSession, instructor_id: uuid.UUID, hours: Mapping[date, Hours], timezone: str = "America/New_York"
) -> None:
    """`{day: [("09:00", "17:00")]}` as if set by hand, flushed and not committed."""
    edited = [{"instructor_id": instructor_id, "specific_date": day} for day in hours]
    await session.execute(insert(EditedDay).values(edited).on_conflict_do_nothing())
    session.add_all(
        AvailabilitySlot(
            instructor_id=instructor_id,
            specific_date=day,
            start_time=parse_minute(start),
            end_time=parse_minute(end),
            timezone=timezone,
        )
        for day, ranges in hours.items()
        for start, end in ranges
    )
    await session.flush()


async def make_open_days(
    session: AsyncSession, instructor_id: uuid.UUID, first: date, days: int = 14, hours: Hours = (("09:00", "17:00"),)
) -> None:
    """The same hours on each of so many days."""
    await make_hours(session, instructor_id, {first + timedelta(days=offset): hours for offset in range(days)})


def lesson_request(instructor: Any, day: date, start_time: str, **changes: Any) -> dict[str, Any]:
    """The body of a booking of an instructor's first offering: 60 minutes online."""
    return {
        "instructor_id": str(instructor.id),
        "offering_id": str(instructor.offerings[0].id),
        "date": day.isoformat(),
        "start_time": start_time,
        "duration_minutes": 60,
        "place": "online",
    } | changes


@dataclass(frozen=True)
class Scene:
    """An instructor who teaches from nine to five on the coming days, and two students; `day` is the day after next."""

    client: httpx.AsyncClient
    container: Container
    teacher: Caller
    instructor: OwnInstructorRead
    student: Caller
    other: Caller
    day: date

    def lesson(self, start_time: str, **changes: Any) -> dict[str, Any]:
        return lesson_request(self.instructor, self.day, start_time, **changes)

    async def book(self, start_time: str, caller: Caller | None = None, **changes: Any) -> httpx.Response:
        headers = (caller or self.student).headers
        return await self.client.post("/api/bookings", json=self.lesson(start_time, **changes), headers=headers)

    async def booked(self, start_time: str, caller: Caller | None = None, **changes: Any) -> dict[str, Any]:
        """The booking itself, which must succeed."""
        response = await self.book(start_time, caller, **changes)
        assert response.status_code == httpx.codes.CREATED, response.text
        return dict(response.json())

    async def act(
        self, booking: Mapping[str, Any], action: str, caller: Caller, body: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        path = f"/api/bookings/{booking['id']}/{action}"
        return await self.client.post(path, json=body, headers=caller.headers)

    async def starts(self, day: date | None = None, duration_minutes: int = 60) -> list[str]:
        """What the public is offered on a day."""
        day = day or self.day
        path = f"/api/public/instructors/{self.instructor.id}/availability"
        asked = {"start_date": str(day), "end_date": str(day), "duration_minutes": duration_minutes}
        response = await self.client.get(path, params=asked)
        assert response.status_code == httpx.codes.OK, response.text
        return list(response.json()["days"][0]["starts"])


async def make_scene(client: httpx.AsyncClient, container: Container, **instructor: Any) -> Scene:
    """Committed as far as the container's database commits."""
    teacher = await signed_in(container, RoleName.INSTRUCTOR, first_name="Sarah", last_name="Chen")
    today = instant_to_wall(container.clock.now(), "America/New_York")[0]
    async with container.database.session() as session:
        profile = await make_instructor(session, user=teacher.user, clock=container.clock, **instructor)
        await make_open_days(session, teacher.id, today)
        await session.commit()
    return Scene(
        client=client,
        container=container,
        teacher=teacher,
        instructor=profile,
        student=await signed_in(container, first_name="Mia", last_name="Ortiz"),
        other=await signed_in(container, first_name="Leo", last_name="Park"),
        day=today + timedelta(days=2),
    )
