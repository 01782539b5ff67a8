"""A plain reading of the whole city: whom a search must find, by loops over every row. It shares no query with search.

Time is quarter hours since some midnight, an instructor's free time one bit for each in a Python integer.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.availability.models import AvailabilitySlot, Blackout
from app.bookings.domain import TAKES_TIME, BookingStatus
from app.bookings.models import Booking
from app.catalog.models import Subject
from app.core.timerange import MINUTES_PER_DAY, instant_to_wall, parse_minute, wall_to_instant
from app.geo.models import Neighborhood
from app.instructors.domain import default_duration
from app.instructors.models import Instructor, Offering, ServiceArea

QUARTER = timedelta(minutes=15)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
IN_PERSON = {"at_instructor", "at_student"}
NOW_MEANS = timedelta(hours=3)
TIMED = ("date_from", "date_to", "weekdays", "start_time", "end_time", "available_now")

Asked = Mapping[str, Any]
"""`understood` of an answer: what is not empty must hold."""


@dataclass(frozen=True)
class Start:
    at: datetime
    day: date
    minute: int


@dataclass
class Teacher:
    """An instructor with their free time; `kept` lessons took place or will, `broken` ones they cancelled."""

    row: Instructor
    base: datetime
    free: int = 0
    neighborhoods: set[str] = field(default_factory=set)
    boroughs: set[str] = field(default_factory=set)
    kept: int = 0
    broken: int = 0
    starts: dict[int, list[Start]] = field(default_factory=dict)

    def open(self, start: datetime, end: datetime) -> None:
        self.free |= self._bits(start, end)

    def close(self, start: datetime, end: datetime) -> None:
        """Every quarter hour that is touched."""
        self.free &= ~self._bits(start, end)

    def starts_of(self, minutes: int) -> list[Start]:
        """Every quarter hour at which a lesson of this length can begin."""
        if minutes not in self.starts:
            self.starts[minutes] = list(self._starts_of(minutes))
        return self.starts[minutes]

    def _starts_of(self, minutes: int) -> Iterator[Start]:
        fits = self.free
        for quarter in range(1, minutes // 15):
            fits &= self.free >> quarter
        while fits:
            lowest = fits & -fits
            fits ^= lowest
            at = self.base + (lowest.bit_length() - 1) * QUARTER
            day, minute = instant_to_wall(at, self.row.timezone)
            if wall_to_instant(day, minute, self.row.timezone) == at:  # not the second run of an hour
                yield Start(at, day, minute)

    def _bits(self, start: datetime, end: datetime) -> int:
        first = max((start - self.base) // QUARTER, 0)
        last = max(-((self.base - end) // QUARTER), 0)
        return ((1 << last) - 1) & ~((1 << first) - 1) if last > first else 0


@dataclass
class Sold:
    """An offering of a listed instructor."""

    offering: Offering
    category: str
    teacher: Teacher

    def minutes(self, asked: Asked) -> int:
        return asked["duration_minutes"] or default_duration(self.offering.durations)

    def first_start(self, asked: Asked, now: datetime) -> Start | None:
        return next(self._starts(asked, now), None)

    def meets(self, asked: Asked, now: datetime) -> bool:
        if not all(self._holds(asked)):
            return False
        return not any(asked[name] for name in TIMED) or self.first_start(asked, now) is not None

    def _holds(self, asked: Asked) -> Iterator[bool]:
        offering, places = self.offering, set(self.offering.places)
        yield not asked["subjects"] or offering.subject_slug in asked["subjects"]
        yield offering.subject_slug not in asked["excluded_subjects"]
        yield asked["category"] in (None, self.category)
        yield asked["min_rate_cents"] is None or offering.rate_cents >= asked["min_rate_cents"]
        yield asked["max_rate_cents"] is None or offering.rate_cents <= asked["max_rate_cents"]
        yield asked["duration_minutes"] is None or asked["duration_minutes"] in offering.durations
        yield asked["level"] is None or asked["level"] in offering.levels
        yield asked["age_group"] is None or asked["age_group"] in offering.age_groups
        yield asked["place"] is None or asked["place"] in places
        yield not asked["excluded_places"] or bool(places - set(asked["excluded_places"]))
        yield not asked["neighborhoods"] or bool(self.teacher.neighborhoods & set(asked["neighborhoods"]))
        yield not asked["boroughs"] or bool(self.teacher.boroughs & set(asked["boroughs"]))
        somewhere = asked["neighborhoods"] or asked["boroughs"]
        yield not somewhere or asked["place"] is not None or bool(places & IN_PERSON)

    def _starts(self, asked: Asked, now: datetime) -> Iterator[Start]:
        minutes = self.minutes(asked)
        first = date.fromisoformat(asked["date_from"]) if asked["date_from"] else date.min
        last = date.fromisoformat(asked["date_to"]) if asked["date_to"] else date.max
        opens = parse_minute(asked["start_time"] or "00:00")
        closes = asked["end_time"] and parse_minute(asked["end_time"])
        for start in self.teacher.starts_of(minutes):
            yield from (
                start
                for _ in [None]
                if first <= start.day <= last
                and start.minute >= opens
                and (not asked["weekdays"] or WEEKDAYS[start.day.weekday()] in asked["weekdays"])
                and (not asked["available_now"] or start.at <= now + NOW_MEANS)
                and (closes is None or start.at + minutes * timedelta(minutes=1) <= self._wall(start.day, closes))
            )

    def _wall(self, day: date, minute: int) -> datetime:
        return wall_to_instant(day, minute, self.teacher.row.timezone)


@dataclass
class Reading:
    """Everybody who can be found."""

    sold: list[Sold]
    now: datetime

    def meeting(self, asked: Asked) -> set[str]:
        return {str(item.teacher.row.id) for item in self.sold if item.meets(asked, self.now)}

    @cached_property
    def by_offering(self) -> dict[str, Sold]:
        return {str(item.offering.id): item for item in self.sold}


async def read_everything(session: AsyncSession, now: datetime) -> Reading:
    base = datetime.combine(now.date(), time(), UTC)
    listed = select(Instructor).join(User, User.id == Instructor.id).where(Instructor.is_listed, User.is_active)
    teachers = {row.id: Teacher(row, base) for row in await session.scalars(listed)}
    await _read_areas(session, teachers)
    await _read_calendars(session, teachers, now)
    offerings = select(Offering, Subject.category_slug).join(Subject, Subject.slug == Offering.subject_slug)
    rows = (await session.execute(offerings.where(Offering.is_listed))).all()
    sold = [Sold(row, category, teachers[row.instructor_id]) for row, category in rows if row.instructor_id in teachers]
    return Reading(sold, now)


async def _read_areas(session: AsyncSession, teachers: Mapping[uuid.UUID, Teacher]) -> None:
    areas = select(ServiceArea.instructor_id, Neighborhood.slug, Neighborhood.borough_slug).join(
        Neighborhood, Neighborhood.slug == ServiceArea.neighborhood_slug
    )
    for instructor_id, neighborhood, borough in await session.execute(areas):
        if instructor_id in teachers:
            teachers[instructor_id].neighborhoods.add(neighborhood)
            teachers[instructor_id].boroughs.add(borough)


async def _read_calendars(session: AsyncSession, teachers: Mapping[uuid.UUID, Teacher], now: datetime) -> None:
    """Hours, then without black-out days, then without lessons and buffers, then between notice and horizon."""
    hours: dict[uuid.UUID, list[AvailabilitySlot]] = defaultdict(list)
    for slot in await session.scalars(select(AvailabilitySlot)):
        hours[slot.instructor_id].append(slot)
    for teacher in teachers.values():
        for slot in hours[teacher.row.id]:
            teacher.open(_wall(slot, slot.start_time), _wall(slot, slot.end_time))
    for day in await session.scalars(select(Blackout)):
        if day.instructor_id in teachers:
            zone = day.timezone
            teachers[day.instructor_id].close(
                wall_to_instant(day.blackout_date, 0, zone), wall_to_instant(day.blackout_date, MINUTES_PER_DAY, zone)
            )
    for booking in await session.scalars(select(Booking)):
        if booking.instructor_id in teachers:
            _note_booking(teachers[booking.instructor_id], booking, now)
    for teacher in teachers.values():
        _cut(teacher, now)


def _wall(slot: AvailabilitySlot, minute: int) -> datetime:
    return wall_to_instant(slot.specific_date, minute, slot.timezone)


def _note_booking(teacher: Teacher, booking: Booking, now: datetime) -> None:
    status = BookingStatus(booking.status)
    teacher.broken += status is BookingStatus.CANCELLED and booking.cancelled_by == "instructor"
    teacher.kept += status in {BookingStatus.COMPLETED, BookingStatus.NO_SHOW}
    if status in TAKES_TIME and (booking.expires_at is None or booking.expires_at > now):
        before = timedelta(minutes=teacher.row.buffer_minutes)
        behind = timedelta(minutes=booking.buffer_minutes)
        teacher.close(booking.starts_at - before, booking.ends_at + behind)


def _cut(teacher: Teacher, now: datetime) -> None:
    earliest = now + timedelta(minutes=teacher.row.min_notice_minutes)
    latest = now + timedelta(hours=24 * teacher.row.horizon_days)
    teacher.close(teacher.base, earliest)
    whole_quarters = (latest - teacher.base) // QUARTER
    teacher.free &= (1 << whole_quarters) - 1
