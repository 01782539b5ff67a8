"""The instructor's calendar: hours and, above them, what is booked."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.domain import DAYS_PER_WEEK, CopiedHours, DayHours, PatternFill, WeekHours, week_of
from app.availability.models import Blackout
from app.availability.schemas import (
    ApplyWeekWrite,
    BlackoutWrite,
    CopyWeekWrite,
    PatternRead,
    PatternWrite,
    WeekWrite,
)
from app.availability.service import AvailabilityService
from app.availability.weekly_pattern import WeeklyPatternService
from app.bookings.conflict_checker import BookedTime, ConflictChecker
from app.bookings.domain import LessonTime
from app.core.clock import Clock
from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation
from app.core.timerange import instant_to_wall
from app.instructors.service import InstructorService
from app.schedule.explanation import read_explanation
from app.schedule.schemas import (
    AppliedWeekRead,
    ApplyPreviewRead,
    BlackoutRead,
    CalendarWeekRead,
    ExplanationRead,
    HandBackPreviewRead,
    PatternPreviewRead,
    SavedPatternRead,
    WeekPreviewRead,
    read_apply_preview,
    read_blackout,
    read_calendar_week,
    read_hand_back_preview,
    read_outside,
    read_pattern_preview,
    read_preview,
    read_saved_pattern,
)


class ScheduleService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        availability: AvailabilityService,
        patterns: WeeklyPatternService,
        instructors: InstructorService,
        checker: ConflictChecker,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._instructors = instructors
        self._availability = availability
        self._patterns = patterns
        self._checker = checker
        self._clock = clock

    @measure_operation
    async def get_week(self, instructor_id: uuid.UUID, week_start: date) -> CalendarWeekRead:
        """The hours of a week from its Monday on, and what is booked in it."""
        return await self._read(instructor_id, await self._availability.get_week(instructor_id, week_start))

    @measure_operation
    async def replace_week(self, instructor_id: uuid.UUID, week: WeekWrite) -> CalendarWeekRead:
        """Saves the hours; lessons stay as they are, and those now outside the hours are named."""
        stored = await self._availability.replace_week(instructor_id, week.week_start, week.version, week.hours)
        return await self._read(instructor_id, stored)

    @measure_operation
    async def preview_week(self, instructor_id: uuid.UUID, week: WeekWrite) -> WeekPreviewRead:
        """What saving would change and which lessons would lie outside the hours; changes nothing."""
        hours, change = await self._availability.preview_week(instructor_id, week.week_start, week.version, week.hours)
        return read_preview(
            hours, change, self._outside(hours.days, await self._booked(instructor_id, hours), hours.timezone)
        )

    @measure_operation
    async def copy_week(self, instructor_id: uuid.UUID, payload: CopyWeekWrite) -> CalendarWeekRead:
        """Copies one week onto another, day by day of the week; the answer is the other as it is now."""
        week = await self._availability.copy_week(instructor_id, payload.from_week, payload.to_week, payload.mode)
        return await self._read(instructor_id, week)

    @measure_operation
    async def apply_week(self, instructor_id: uuid.UUID, payload: ApplyWeekWrite) -> AppliedWeekRead:
        """Copies a week onto all days of a range."""
        first, last = payload.start_date, payload.end_date
        copied = await self._availability.apply_week(instructor_id, payload.from_week, first, last, payload.mode)
        outside = await self._outside_copied(instructor_id, payload, copied)
        return AppliedWeekRead(changed_days=list(copied.change.changed), outside_hours=read_outside(outside))

    @measure_operation
    async def preview_apply(self, instructor_id: uuid.UUID, payload: ApplyWeekWrite) -> ApplyPreviewRead:
        """What applying would change and which lessons would lie outside the hours; changes nothing."""
        first, last = payload.start_date, payload.end_date
        copied = await self._availability.preview_apply(instructor_id, payload.from_week, first, last, payload.mode)
        return read_apply_preview(copied, await self._outside_copied(instructor_id, payload, copied))

    @measure_operation
    async def get_pattern(self, instructor_id: uuid.UUID) -> PatternRead:
        """The hours of the usual week."""
        return PatternRead.of(await self._patterns.get_pattern(instructor_id))

    @measure_operation
    async def replace_pattern(self, instructor_id: uuid.UUID, pattern: PatternWrite) -> SavedPatternRead:
        """Saves the usual week and fills coming days by it; lessons now outside the hours are named."""
        fill = await self._patterns.replace_pattern(instructor_id, pattern.version, pattern.hours)
        return read_saved_pattern(fill, await self._outside_fill(instructor_id, fill))

    @measure_operation
    async def preview_pattern(self, instructor_id: uuid.UUID, pattern: PatternWrite) -> PatternPreviewRead:
        """What saving it would change and which lessons would lie outside the hours; changes nothing."""
        fill = await self._patterns.preview_pattern(instructor_id, pattern.version, pattern.hours)
        return read_pattern_preview(fill, await self._outside_fill(instructor_id, fill))

    @measure_operation
    async def hand_back(self, instructor_id: uuid.UUID, day: date) -> CalendarWeekRead:
        """Lets the usual week have a day that was edited by hand; the answer is its week as it is now."""
        await self._patterns.hand_back(instructor_id, day)
        return await self._read(instructor_id, await self._availability.get_week(instructor_id, week_of(day)))

    @measure_operation
    async def preview_hand_back(self, instructor_id: uuid.UUID, day: date) -> HandBackPreviewRead:
        """What that would change and which lessons of the day would lie outside the hours; changes nothing."""
        handed = await self._patterns.preview_hand_back(instructor_id, day)
        booked = await self._checker.get_booked_times_for_date(instructor_id, day, handed.timezone)
        return read_hand_back_preview(day, handed, self._outside({day: handed.hours}, booked, handed.timezone))

    @measure_operation
    async def list_blackouts(self, instructor_id: uuid.UUID, page: PageParams) -> Page[BlackoutRead]:
        """From today on, with the lessons that stand on them."""
        blackouts, total = await self._availability.list_blackouts(instructor_id, page.limit, page.offset)
        items = await self._read_blackouts(instructor_id, blackouts)
        return Page(items=items, total=total, limit=page.limit, offset=page.offset)

    @measure_operation
    async def add_blackout(self, instructor_id: uuid.UUID, payload: BlackoutWrite) -> BlackoutRead:
        """Blacks a day out and reports the lessons that stand on it."""
        added = await self._availability.add_blackout(instructor_id, payload.date, payload.reason)
        booked = await self._checker.get_booked_times_for_date(instructor_id, payload.date, added.timezone)
        return read_blackout(added, booked)

    @measure_operation
    async def remove_blackout(self, instructor_id: uuid.UUID, day: date) -> None:
        await self._availability.remove_blackout(instructor_id, day)

    @measure_operation
    async def explain(self, instructor_id: uuid.UUID, day: date, start_time: int, duration: int) -> ExplanationRead:
        """Each rule that keeps a time from being offered; the same code decides about offers and bookings."""
        instructor = await self._instructors.ensure_profile(instructor_id)
        lesson = LessonTime.of(day, start_time, duration, instructor.timezone)
        return read_explanation(await self._checker.list_reasons(instructor, lesson))

    async def _read(self, instructor_id: uuid.UUID, week: WeekHours) -> CalendarWeekRead:
        booked = await self._booked(instructor_id, week)
        return read_calendar_week(week, booked, self._outside(week.days, booked, week.timezone))

    async def _read_blackouts(self, instructor_id: uuid.UUID, blackouts: Sequence[Blackout]) -> list[BlackoutRead]:
        if not blackouts:
            return []
        first, last = blackouts[0].blackout_date, blackouts[-1].blackout_date
        booked = await self._checker.get_booked_times(instructor_id, first, last, blackouts[0].timezone)
        return [read_blackout(blackout, booked) for blackout in blackouts]

    async def _booked(self, instructor_id: uuid.UUID, week: WeekHours) -> list[BookedTime]:
        last = week.week_start + timedelta(days=DAYS_PER_WEEK - 1)
        return await self._checker.get_booked_times(instructor_id, week.week_start, last, week.timezone)

    async def _outside_copied(
        self, instructor_id: uuid.UUID, payload: ApplyWeekWrite, copied: CopiedHours
    ) -> list[BookedTime]:
        days = (payload.start_date, payload.end_date)
        booked = await self._checker.get_booked_times(instructor_id, *days, copied.timezone)
        return self._outside(copied.days, booked, copied.timezone)

    async def _outside_fill(self, instructor_id: uuid.UUID, fill: PatternFill) -> list[BookedTime]:
        booked = await self._checker.get_booked_times(instructor_id, fill.first, fill.last, fill.timezone)
        return self._outside(fill.days, booked, fill.timezone)

    def _outside(self, hours: Mapping[date, DayHours], booked: Sequence[BookedTime], timezone: str) -> list[BookedTime]:
        """What is not over and not covered by the hours."""
        now = instant_to_wall(self._clock.now(), timezone)
        return [
            item
            for item in booked
            if (item.date, item.hours.end) > now
            and not any(open_.contains(item.hours) for open_ in hours.get(item.date, ()))
        ]
