"""Every query on hours and black-out days."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, Date, Select, String, Uuid, and_, cast, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from app.availability.domain import WEEKDAYS, CalendarDays, DayHours, PatternHours, Weekday, week_days
from app.availability.models import (
    AvailabilityPattern,
    AvailabilitySlot,
    AvailabilityWeek,
    Blackout,
    EditedDay,
    PatternRange,
)
from app.core.database import WallTime
from app.core.repository import BaseRepository
from app.core.timerange import MinuteRange
from app.instructors.models import Instructor


@dataclass(frozen=True, slots=True)
class StoredWeek:
    """A week as it is in the database; days without hours are absent."""

    timezone: str
    version: int
    days: Mapping[date, DayHours]
    edited: Collection[date]


@dataclass(frozen=True, slots=True)
class StoredPattern:
    """A weekly pattern as it is in the database; weekdays without hours are absent, `filled_until` before the first
    save."""

    timezone: str
    horizon_days: int
    version: int
    filled_until: date | None
    days: PatternHours


class AvailabilityRepository(BaseRepository):
    async def get_week(
        self, instructor_id: uuid.UUID, week_start: date, *, to_change: bool = False
    ) -> StoredWeek | None:
        """None for somebody without an instructor's profile.

        `to_change` waits for other changes of the calendar and keeps them and the time zone away until commit; what
        was saved meanwhile shows in the version.
        """
        days = week_days(week_start)
        edited = _edited_between(instructor_id, days[0], days[-1]).subquery()
        query = (
            select(
                Instructor.timezone,
                AvailabilityWeek.version,
                select(func.array_agg(edited.c.specific_date)).scalar_subquery().label("edited"),
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
        return StoredWeek(rows[0].timezone, rows[0].version or 0, _by_day(rows), rows[0].edited or ())

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

    async def replace_days(
        self, instructor_id: uuid.UUID, timezone: str, days: Mapping[date, DayHours], *, by_hand: bool
    ) -> None:
        """Writes the hours of these days and of no others; `by_hand` keeps the weekly pattern from them for good."""
        old = delete(AvailabilitySlot).where(
            AvailabilitySlot.instructor_id == instructor_id, AvailabilitySlot.specific_date.in_(days)
        )
        if by_hand:
            edited = [{"instructor_id": instructor_id, "specific_date": day} for day in days]
            old = old.add_cte(insert(EditedDay).values(edited).on_conflict_do_nothing().cte("edited"))
        await self.session.execute(old, execution_options={"synchronize_session": False})
        ranges = [(day, item) for day, hours in days.items() for item in hours]
        if ranges:
            await self._add_slots(instructor_id, timezone, ranges)

    async def _add_slots(
        self, instructor_id: uuid.UUID, timezone: str, ranges: Sequence[tuple[date, MinuteRange]]
    ) -> None:
        # As arrays: a year of full days has more values than a statement may have parameters.
        rows = select(
            literal(instructor_id, Uuid),
            func.unnest(literal([day for day, _ in ranges], ARRAY(Date))),
            func.unnest(literal([item.start for _, item in ranges], ARRAY(WallTime))),
            func.unnest(literal([item.end for _, item in ranges], ARRAY(WallTime))),
            literal(timezone, String),
        )
        columns = ["instructor_id", "specific_date", "start_time", "end_time", "timezone"]
        await self.session.execute(insert(AvailabilitySlot).from_select(columns, rows))

    # The weekly pattern

    async def get_pattern(self, instructor_id: uuid.UUID) -> StoredPattern | None:
        """None for somebody without an instructor's profile; version 0 before the first save."""
        query = (
            select(
                Instructor.timezone,
                Instructor.horizon_days,
                AvailabilityPattern.version,
                AvailabilityPattern.filled_until,
                PatternRange.weekday,
                PatternRange.start_time,
                PatternRange.end_time,
            )
            .outerjoin(AvailabilityPattern, AvailabilityPattern.instructor_id == Instructor.id)
            .outerjoin(PatternRange, PatternRange.instructor_id == Instructor.id)
            .where(Instructor.id == instructor_id)
            .order_by(PatternRange.weekday, PatternRange.start_time)
        )
        rows = (await self.session.execute(query)).all()
        if not rows:
            return None
        first = rows[0]
        return StoredPattern(
            first.timezone, first.horizon_days, first.version or 0, first.filled_until, _by_weekday(rows)
        )

    async def save_pattern(self, instructor_id: uuid.UUID, days: PatternHours, filled_until: date) -> None:
        """The whole of it, one version further; for whoever holds the calendar's lock."""
        next_version = AvailabilityPattern.version + 1
        await self.session.execute(
            insert(AvailabilityPattern)
            .values(instructor_id=instructor_id, version=1, filled_until=filled_until)
            .on_conflict_do_update(
                index_elements=["instructor_id"],
                set_={"version": next_version, "filled_until": filled_until, "updated_at": func.now()},
            )
        )
        await self.session.execute(
            delete(PatternRange).where(PatternRange.instructor_id == instructor_id),
            execution_options={"synchronize_session": False},
        )
        ranges = [
            {
                "instructor_id": instructor_id,
                "weekday": WEEKDAYS.index(weekday),
                "start_time": item.start,
                "end_time": item.end,
            }
            for weekday, hours in days.items()
            for item in hours
        ]
        if ranges:
            await self.session.execute(insert(PatternRange).values(ranges))

    async def set_filled_until(self, instructor_id: uuid.UUID, day: date) -> None:
        await self.session.execute(
            update(AvailabilityPattern)
            .where(AvailabilityPattern.instructor_id == instructor_id)
            .values(filled_until=day, updated_at=AvailabilityPattern.updated_at)
        )

    async def get_calendar(self, instructor_id: uuid.UUID, first: date, last: date) -> CalendarDays:
        hours = await self.get_days(instructor_id, first, last)
        return CalendarDays(hours, set(await self.session.scalars(_edited_between(instructor_id, first, last))))

    async def forget_edit(self, instructor_id: uuid.UUID, day: date) -> None:
        """The day is the weekly pattern's; for whoever holds the calendar's lock and gives it the pattern's hours."""
        edited = delete(EditedDay).where(EditedDay.instructor_id == instructor_id, EditedDay.specific_date == day)
        await self.session.execute(edited, execution_options={"synchronize_session": False})

    async def list_patterns_to_fill(self, now: datetime, limit: int) -> Sequence[uuid.UUID]:
        """Instructors whose pattern has hours and whose last bookable day has none by it yet, longest ago first."""
        today = cast(func.timezone(Instructor.timezone, now), Date)
        has_hours = select(PatternRange).where(PatternRange.instructor_id == AvailabilityPattern.instructor_id).exists()
        query = (
            select(AvailabilityPattern.instructor_id)
            .join(Instructor, Instructor.id == AvailabilityPattern.instructor_id)
            .where(AvailabilityPattern.filled_until < today + Instructor.horizon_days, has_hours)
            .order_by(AvailabilityPattern.filled_until)
            .limit(limit)
        )
        return (await self.session.scalars(query)).all()

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


def _edited_between(instructor_id: uuid.UUID, first: date, last: date) -> Select[date]:
    return select(EditedDay.specific_date).where(
        EditedDay.instructor_id == instructor_id, EditedDay.specific_date.between(first, last)
    )


def _by_day(rows: Iterable[Any]) -> Mapping[date, DayHours]:
    hours: defaultdict[date, list[MinuteRange]] = defaultdict(list)
    for row in rows:
        if row.specific_date is not None:
            hours[row.specific_date].append(MinuteRange(row.start_time, row.end_time))
    return hours


def _by_weekday(rows: Iterable[Any]) -> PatternHours:
    hours: defaultdict[Weekday, list[MinuteRange]] = defaultdict(list)
    for row in rows:
        if row.weekday is not None:
            hours[WEEKDAYS[row.weekday]].append(MinuteRange(row.start_time, row.end_time))
    return hours
