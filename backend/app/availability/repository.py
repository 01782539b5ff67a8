"""Every query on hours and black-out days."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.availability.domain import DayHours, week_days
from app.availability.models import AvailabilitySlot, AvailabilityWeek, Blackout
from app.core.repository import BaseRepository
from app.core.timerange import MinuteRange
from app.instructors.models import Instructor


@dataclass(frozen=True, slots=True)
class StoredWeek:
    """A week as it is in the database; days without hours are absent."""

    timezone: str
    version: int
    days: Mapping[date, DayHours]


class AvailabilityRepository(BaseRepository):
    async def get_week(
        self, instructor_id: uuid.UUID, week_start: date, *, to_change: bool = False
    ) -> StoredWeek | None:
        """None for somebody without an instructor's profile.

        `to_change` waits for other changes of the calendar and keeps them and the time zone away until commit; what
        was saved meanwhile shows in the version.
        """
        days = week_days(week_start)
        query = (
            select(
                Instructor.timezone,
                AvailabilityWeek.version,
                AvailabilitySlot.specific_date,
                AvailabilitySlot.start_time,
                AvailabilitySlot.end_time,
            )
            .outerjoin(
                AvailabilityWeek,
                and_(AvailabilityWeek.instructor_id == Instructor.id, AvailabilityWeek.week_start == week_start),
            )
            .outerjoin(
                AvailabilitySlot,
                and_(
                    AvailabilitySlot.instructor_id == Instructor.id,
                    AvailabilitySlot.specific_date.between(days[0], days[-1]),
                ),
            )
            .where(Instructor.id == instructor_id)
            .order_by(AvailabilitySlot.specific_date, AvailabilitySlot.start_time)
        )
        if to_change:
            query = query.with_for_update(key_share=True, of=Instructor)
        rows = (await self.session.execute(query)).all()
        if not rows:
            return None
        return StoredWeek(rows[0].timezone, rows[0].version or 0, _by_day(rows))

    async def lock_calendar(self, instructor_id: uuid.UUID) -> str | None:
        """The time zone, with all changes of the calendar kept away until commit; None without a profile."""
        query = select(Instructor.timezone).where(Instructor.id == instructor_id).with_for_update(key_share=True)
        return await self.session.scalar(query)

    async def get_days(self, instructor_id: uuid.UUID, first: date, last: date) -> Mapping[date, DayHours]:
        """Days without hours are absent."""
        query = (
            select(AvailabilitySlot.specific_date, AvailabilitySlot.start_time, AvailabilitySlot.end_time)
            .where(AvailabilitySlot.instructor_id == instructor_id, AvailabilitySlot.specific_date.between(first, last))
            .order_by(AvailabilitySlot.specific_date, AvailabilitySlot.start_time)
        )
        return _by_day((await self.session.execute(query)).all())

    async def raise_versions(self, instructor_id: uuid.UUID, weeks: Collection[date]) -> None:
        """Of weeks that are changed without having been read by a person."""
        rows = [{"instructor_id": instructor_id, "week_start": week, "version": 1} for week in sorted(weeks)]
        await self.session.execute(
            insert(AvailabilityWeek)
            .values(rows)
            .on_conflict_do_update(
                index_elements=["instructor_id", "week_start"],
                set_={"version": AvailabilityWeek.version + 1, "updated_at": func.now()},
            )
        )

    async def raise_version(self, instructor_id: uuid.UUID, week_start: date, version: int) -> bool:
        """False when the week is not at this version any more."""
        next_version = AvailabilityWeek.version + 1
        known = and_(AvailabilityWeek.instructor_id == instructor_id, AvailabilityWeek.week_start == week_start)
        statement = (
            update(AvailabilityWeek).where(known, AvailabilityWeek.version == version).values(version=next_version)
            if version
            else insert(AvailabilityWeek)
            .values(instructor_id=instructor_id, week_start=week_start, version=1)
            .on_conflict_do_nothing()
        )
        return await self.session.scalar(statement.returning(AvailabilityWeek.version)) is not None

    async def replace_days(self, instructor_id: uuid.UUID, timezone: str, days: Mapping[date, DayHours]) -> None:
        """Writes the hours of these days and of no others."""
        await self.session.execute(
            delete(AvailabilitySlot)
            .where(AvailabilitySlot.instructor_id == instructor_id, AvailabilitySlot.specific_date.in_(days))
            .execution_options(synchronize_session=False)
        )
        if rows := list(_rows(instructor_id, timezone, days)):
            await self.session.execute(insert(AvailabilitySlot).values(rows))

    # Black-out days

    async def list_blackouts(
        self, instructor_id: uuid.UUID, ending_after: datetime, limit: int, offset: int
    ) -> tuple[Sequence[Blackout], int]:
        """In order, and how many there are."""
        theirs = (Blackout.instructor_id == instructor_id, func.upper(Blackout.span) > ending_after)
        page = select(Blackout).where(*theirs).order_by(Blackout.blackout_date).limit(limit).offset(offset)
        total = await self.session.scalar(select(func.count()).select_from(Blackout).where(*theirs))
        return (await self.session.scalars(page)).all(), total or 0

    async def add_blackout(self, blackout: Blackout) -> bool:
        """False when the day is blacked out already."""
        names = ("instructor_id", "blackout_date", "reason", "timezone")
        statement = insert(Blackout).values({name: getattr(blackout, name) for name in names})
        added = statement.on_conflict_do_nothing().returning(Blackout.blackout_date)
        return await self.session.scalar(added) is not None

    async def remove_blackout(self, instructor_id: uuid.UUID, day: date) -> bool:
        """False when there is none."""
        statement = delete(Blackout).where(Blackout.instructor_id == instructor_id, Blackout.blackout_date == day)
        return await self.session.scalar(statement.returning(Blackout.blackout_date)) is not None


def _by_day(rows: Iterable[Any]) -> Mapping[date, DayHours]:
    hours: defaultdict[date, list[MinuteRange]] = defaultdict(list)
    for row in rows:
        if row.specific_date is not None:
            hours[row.specific_date].append(MinuteRange(row.start_time, row.end_time))
    return hours


def _rows(instructor_id: uuid.UUID, timezone: str, days: Mapping[date, DayHours]) -> Iterable[dict[str, object]]:
    return (
        {
            "instructor_id": instructor_id,
            "specific_date": day,
            "start_time": hours.start,
            "end_time": hours.end,
            "timezone": timezone,
        }
        for day, ranges in days.items()
        for hours in ranges
    )
