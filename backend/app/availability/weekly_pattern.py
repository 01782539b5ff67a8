"""The hours of an instructor's usual week, which give every coming day its hours that nobody edited by hand."""

import uuid
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.domain import (
    HandedBack,
    PatternFill,
    PatternHours,
    WeekChange,
    WeeklyPattern,
    affected_days,
    fill_days,
    hand_back,
    normalise_pattern,
    week_of,
)
from app.availability.errors import DayGoneBy, NoPattern, PatternChanged
from app.availability.repository import AvailabilityRepository, StoredPattern
from app.availability.schemas import PatternRead
from app.core.clock import Clock
from app.core.live import TimeChanges
from app.core.service import BaseService, measure_operation
from app.core.timerange import instant_to_wall
from app.instructors.service import InstructorService

# What one run of the task does at most: far less than the time that a task may take.
FILLS_PER_RUN = 2_000


class WeeklyPatternService(BaseService):
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
    async def get_pattern(self, instructor_id: uuid.UUID) -> WeeklyPattern:
        """Without hours before the first save."""
        return _read(await self._stored(instructor_id))

    @measure_operation
    async def replace_pattern(self, instructor_id: uuid.UUID, version: int | None, sent: PatternHours) -> PatternFill:
        """Saves the pattern and gives every day from today to the horizon its hours; PatternChanged when `version` is
        said and not the stored one.

        Days edited by hand stay as they are. A pattern without hours takes back what it gave.
        """
        wanted = normalise_pattern(sent)
        async with self.transaction():
            await self._repository.lock_calendar(instructor_id)
            stored = await self._stored(instructor_id)
            fill = await self._fill(instructor_id, stored, version, wanted)
            if fill.pattern.version == stored.version:
                await self._repository.set_filled_until(instructor_id, self._last_day(stored))
            else:
                await self._repository.save_pattern(instructor_id, wanted, self._last_day(stored))
            await self._write(instructor_id, stored.timezone, fill.change)
        return fill

    @measure_operation
    async def preview_pattern(self, instructor_id: uuid.UUID, version: int | None, sent: PatternHours) -> PatternFill:
        """What saving would do. Changes nothing; errors as in saving."""
        return await self._fill(instructor_id, await self._stored(instructor_id), version, normalise_pattern(sent))

    @measure_operation
    async def hand_back(self, instructor_id: uuid.UUID, day: date) -> HandedBack:
        """Lets the pattern have a day that was edited by hand, now and from now on; DayGoneBy for one that is over,
        NoPattern before there is one.

        A day that nobody edited stays as it is, so that doing it twice is doing it once. The pattern gives hours up to
        `filled_until`. A day beyond is as if it had never been edited: it has none, and gets what the pattern says by
        the time when it comes within the horizon. Hours given to it already would be left behind by a change of the
        pattern.
        """
        async with self.transaction():
            await self._repository.lock_calendar(instructor_id)
            handed = await self._hand_back(instructor_id, day)
            await self._repository.forget_edit(instructor_id, day)
            await self._write(instructor_id, handed.timezone, handed.change)
        return handed

    @measure_operation
    async def preview_hand_back(self, instructor_id: uuid.UUID, day: date) -> HandedBack:
        """What that would do. Changes nothing; errors as in doing it."""
        return await self._hand_back(instructor_id, day)

    @measure_operation
    async def fill_new_days(self) -> int:
        """Gives the days that have come within the horizon the hours of their pattern; of how many instructors.

        Safe to run twice.
        """
        due = await self._repository.list_patterns_to_fill(self._clock.now(), FILLS_PER_RUN)
        for instructor_id in due:
            await self._fill_new_days_of(instructor_id)
        return len(due)

    async def _fill_new_days_of(self, instructor_id: uuid.UUID) -> None:
        async with self.transaction():
            await self._repository.lock_calendar(instructor_id)
            stored = await self._stored(instructor_id)
            filled_until, last = stored.filled_until or date.min, self._last_day(stored)
            first = max(self._today(stored), filled_until + timedelta(days=1))
            calendar = await self._repository.get_calendar(instructor_id, first, last)
            change, _ = fill_days(stored.days, calendar, first, last)
            await self._write(instructor_id, stored.timezone, change)
            await self._repository.set_filled_until(instructor_id, last)

    async def _fill(
        self, instructor_id: uuid.UUID, stored: StoredPattern, version: int | None, wanted: PatternHours
    ) -> PatternFill:
        current = _read(stored)
        if version not in (None, stored.version):
            raise PatternChanged(PatternRead.of(current).model_dump(mode="json"))
        first, last = self._today(stored), self._last_day(stored)
        calendar = await self._repository.get_calendar(instructor_id, first, last)
        change, kept = fill_days(wanted, calendar, first, last)
        return PatternFill(
            pattern=WeeklyPattern(stored.version + (wanted != current.days), wanted),
            timezone=stored.timezone,
            first=first,
            last=last,
            days={**calendar.hours, **change.changed},
            change=change,
            kept=kept,
        )

    async def _hand_back(self, instructor_id: uuid.UUID, day: date) -> HandedBack:
        stored = await self._stored(instructor_id)
        if day < self._today(stored):
            raise DayGoneBy(day)
        if stored.filled_until is None:
            raise NoPattern
        hours = await self._repository.get_days(instructor_id, day, day)
        return hand_back(_read(stored).days, stored.filled_until, day, hours, stored.timezone)

    async def _write(self, instructor_id: uuid.UUID, timezone: str, change: WeekChange) -> None:
        if change.changed:
            await self._repository.raise_versions(instructor_id, {week_of(day) for day in change.changed})
            await self._repository.replace_days(instructor_id, timezone, change.changed, by_hand=False)
            self._changes.tell(instructor_id, affected_days(change.changed))

    async def _stored(self, instructor_id: uuid.UUID) -> StoredPattern:
        stored = await self._repository.get_pattern(instructor_id)
        if stored is None:
            profile = await self._instructors.ensure_profile(instructor_id)
            stored = StoredPattern(profile.timezone, profile.horizon_days, 0, None, {})
        return stored

    def _today(self, stored: StoredPattern) -> date:
        return instant_to_wall(self._clock.now(), stored.timezone)[0]

    def _last_day(self, stored: StoredPattern) -> date:
        """The last bookable day, or the last that has hours by the pattern if the horizon was further once."""
        return max(self._today(stored) + timedelta(days=stored.horizon_days), stored.filled_until or date.min)


def _read(stored: StoredPattern) -> WeeklyPattern:
    return WeeklyPattern(stored.version, normalise_pattern(stored.days))
