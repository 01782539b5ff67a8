"""An instructor's hours: what they are, and saving them."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.domain import (
    CopiedHours,
    CopyMode,
    DayHours,
    WeekChange,
    WeekHours,
    affected_days,
    compare_weeks,
    copy_hours,
    dates_between,
    normalise_week,
    week_days,
    week_of,
)
from app.availability.errors import BlackoutExists, BlackoutNotFound, DayGoneBy, WeekChanged
from app.availability.models import Blackout
from app.availability.repository import AvailabilityRepository, StoredWeek
from app.availability.schemas import WeekRead
from app.core.clock import Clock
from app.core.live import TimeChanges
from app.core.service import BaseService, measure_operation
from app.core.timerange import instant_to_wall
from app.instructors.service import InstructorService


class AvailabilityService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: AvailabilityRepository,
        instructors: InstructorService,
        changes: TimeChanges,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._repository = repository
        self._instructors = instructors
        self._changes = changes
        self._clock = clock

    @measure_operation
    async def get_week(self, instructor_id: uuid.UUID, week_start: date) -> WeekHours:
        """The seven days from that Monday on; NotAMonday for another day."""
        return _read(week_start, await self._stored(instructor_id, week_start))

    @measure_operation
    async def replace_week(
        self, instructor_id: uuid.UUID, week_start: date, version: int, sent: Mapping[date, DayHours]
    ) -> WeekHours:
        """Saves the whole week and gives what is stored; WeekChanged when `version` is not the stored one.

        Days gone by stay as they are and days that do not differ are not written. Nothing different, same version.
        """
        wanted = normalise_week(week_start, sent)
        async with self.transaction():
            stored = await self._stored(instructor_id, week_start, to_change=True)
            if stored.version != version:
                raise WeekChanged(_dump(_read(week_start, stored)))
            change = compare_weeks(stored.days, wanted, self._today(stored.timezone))
            if not change.changed:
                return _read(week_start, stored)
            await self._write(instructor_id, week_start, stored, change)
        return _changed(week_start, stored, change, version + 1, {*stored.edited, *change.changed})

    @measure_operation
    async def preview_week(
        self, instructor_id: uuid.UUID, week_start: date, version: int, sent: Mapping[date, DayHours]
    ) -> tuple[WeekHours, WeekChange]:
        """The week as it would be stored, and what of it would be written. Changes nothing; errors as in saving."""
        wanted = normalise_week(week_start, sent)
        stored = await self._stored(instructor_id, week_start)
        if stored.version != version:
            raise WeekChanged(_dump(_read(week_start, stored)))
        change = compare_weeks(stored.days, wanted, self._today(stored.timezone))
        return _changed(week_start, stored, change, version, stored.edited), change

    @measure_operation
    async def copy_week(self, instructor_id: uuid.UUID, from_week: date, to_week: date, mode: CopyMode) -> WeekHours:
        """Copies each day onto its own day of the week; the other week as it is stored now. Days gone by stay."""
        async with self.transaction():
            await self._copy(instructor_id, from_week, week_days(to_week, "to_week"), mode)
            return _read(to_week, await self._stored(instructor_id, to_week))

    @measure_operation
    async def apply_week(
        self, instructor_id: uuid.UUID, from_week: date, first: date, last: date, mode: CopyMode
    ) -> CopiedHours:
        """The same for every day from the first to the last, a year at most."""
        async with self.transaction():
            return await self._copy(instructor_id, from_week, dates_between(first, last), mode)

    @measure_operation
    async def preview_apply(
        self, instructor_id: uuid.UUID, from_week: date, first: date, last: date, mode: CopyMode
    ) -> CopiedHours:
        """What that would do. Changes nothing; errors as in doing it."""
        days = dates_between(first, last)
        timezone = (await self._instructors.ensure_profile(instructor_id)).timezone
        return await self._copied(instructor_id, timezone, from_week, days, mode)

    @measure_operation
    async def list_blackouts(self, instructor_id: uuid.UUID, limit: int, offset: int) -> tuple[Sequence[Blackout], int]:
        """Those that are not over yet."""
        return await self._repository.list_blackouts(instructor_id, self._clock.now(), limit, offset)

    @measure_operation
    async def add_blackout(self, instructor_id: uuid.UUID, day: date, reason: str) -> Blackout:
        """No lesson can be booked on that day from now on; those that are stand."""
        async with self.transaction():
            timezone = await self._timezone(instructor_id)
            if day < self._today(timezone):
                raise DayGoneBy(day)
            blackout = Blackout(instructor_id=instructor_id, blackout_date=day, reason=reason, timezone=timezone)
            if not await self._repository.add_blackout(blackout):
                raise BlackoutExists
            self._tell(instructor_id, [day])
        return blackout

    @measure_operation
    async def remove_blackout(self, instructor_id: uuid.UUID, day: date) -> None:
        async with self.transaction():
            if not await self._repository.remove_blackout(instructor_id, day):
                raise BlackoutNotFound
            self._tell(instructor_id, [day])

    async def _copy(
        self, instructor_id: uuid.UUID, from_week: date, days: Sequence[date], mode: CopyMode
    ) -> CopiedHours:
        timezone = await self._timezone(instructor_id)
        copied = await self._copied(instructor_id, timezone, from_week, days, mode)
        if changed := copied.change.changed:
            await self._repository.raise_versions(instructor_id, {week_of(day) for day in changed})
            await self._repository.replace_days(instructor_id, timezone, changed, by_hand=True)
            self._tell(instructor_id, changed)
        return copied

    async def _copied(
        self, instructor_id: uuid.UUID, timezone: str, from_week: date, days: Sequence[date], mode: CopyMode
    ) -> CopiedHours:
        source = await self._repository.get_days(instructor_id, *_ends(week_days(from_week, "from_week")))
        stored = await self._repository.get_days(instructor_id, *_ends(days))
        change = compare_weeks(stored, copy_hours(source, stored, days, mode), self._today(timezone))
        return CopiedHours(timezone, {**stored, **change.changed}, change)

    async def _timezone(self, instructor_id: uuid.UUID) -> str:
        """With other changes of the calendar kept away until the transaction ends."""
        timezone = await self._repository.lock_calendar(instructor_id)
        return timezone or (await self._instructors.ensure_profile(instructor_id)).timezone

    async def _write(self, instructor_id: uuid.UUID, week_start: date, stored: StoredWeek, change: WeekChange) -> None:
        if not await self._repository.raise_version(instructor_id, week_start, stored.version):
            raise WeekChanged(_dump(_read(week_start, await self._stored(instructor_id, week_start))))
        await self._repository.replace_days(instructor_id, stored.timezone, change.changed, by_hand=True)
        self._tell(instructor_id, change.changed)

    def _tell(self, instructor_id: uuid.UUID, days: Iterable[date]) -> None:
        self._changes.tell(instructor_id, affected_days(days))

    async def _stored(self, instructor_id: uuid.UUID, week_start: date, *, to_change: bool = False) -> StoredWeek:
        stored = await self._repository.get_week(instructor_id, week_start, to_change=to_change)
        if stored is None:
            profile = await self._instructors.ensure_profile(instructor_id)
            stored = StoredWeek(profile.timezone, 0, {}, ())
        return stored

    def _today(self, timezone: str) -> date:
        return instant_to_wall(self._clock.now(), timezone)[0]


def _days(week_start: date, days: Mapping[date, DayHours]) -> Mapping[date, DayHours]:
    return {day: days.get(day, ()) for day in week_days(week_start)}


def _read(week_start: date, stored: StoredWeek) -> WeekHours:
    return WeekHours(week_start, stored.timezone, stored.version, _days(week_start, stored.days), stored.edited)


def _changed(
    week_start: date, stored: StoredWeek, change: WeekChange, version: int, edited: Collection[date]
) -> WeekHours:
    days = _days(week_start, {**stored.days, **change.changed})
    return WeekHours(week_start, stored.timezone, version, days, edited)


def _ends(days: Sequence[date]) -> tuple[date, date]:
    return days[0], days[-1]


def _dump(week: WeekHours) -> dict[str, object]:
    return WeekRead.of(week).model_dump(mode="json")
