"""Shapes of an instructor's week with what is booked in it, and of what anybody may know of their time."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from app.accounts.domain import display_name
from app.availability.domain import CopiedHours, HandedBack, PatternFill, WeekChange, WeekHours
from app.availability.models import Blackout
from app.availability.schemas import HoursRead, PatternRead, WeekRead, read_days, read_pattern
from app.availability.slot_manager import SlotManager
from app.bookings.conflict_checker import BookedTime
from app.bookings.domain import ReasonCode
from app.core.schemas import ResponseModel, WallTimeStr

SLOTS = SlotManager()


class BookedTimeRead(ResponseModel):
    """A part of a day that a lesson takes."""

    start_time: WallTimeStr
    end_time: WallTimeStr
    booking_id: uuid.UUID
    student_display_name: str

    @classmethod
    def of(cls, booked: BookedTime) -> "BookedTimeRead":
        return cls(
            start_time=booked.hours.start,
            end_time=booked.hours.end,
            booking_id=booked.booking_id,
            student_display_name=display_name(booked.first_name, booked.last_name),
        )


class BookedOnDayRead(BookedTimeRead):
    date: date


class CalendarWeekRead(WeekRead):
    """A week of hours and, above them, what is booked; `outside_hours` are coming lessons that no hours cover."""

    timezone: str
    booked: dict[date, list[BookedTimeRead]]
    outside_hours: list[BookedOnDayRead]


class FreeTimeChangedRead(ResponseModel):
    """Says that free time of these days went or came; what it is now has to be asked for."""

    instructor_id: uuid.UUID
    dates: list[date]


class AppliedWeekRead(ResponseModel):
    """The days whose hours changed, and coming lessons in the range that no hours cover now."""

    changed_days: list[date]
    outside_hours: list[BookedOnDayRead]


class BlackoutRead(ResponseModel):
    """A day on which nothing can be booked, and the lessons that stand on it."""

    date: date
    reason: str
    booked: list[BookedTimeRead]


class DayChangeRead(ResponseModel):
    added: list[HoursRead]
    removed: list[HoursRead]


class WeekPreviewRead(ResponseModel):
    """What saving a week would do: `days` is what would be stored, `skipped_days` are over and stay as they are."""

    week_start: date
    version: int
    days: dict[date, list[HoursRead]]
    changes: dict[date, DayChangeRead]
    skipped_days: list[date]
    outside_hours: list[BookedOnDayRead]


class ApplyPreviewRead(ResponseModel):
    """What copying a week onto a range of days would do; `skipped_days` differ too but are over and stay."""

    changes: dict[date, DayChangeRead]
    skipped_days: list[date]
    outside_hours: list[BookedOnDayRead]


class SavedPatternRead(PatternRead):
    """A pattern as it is stored, the days whose hours it changed, the days that differ from it because they were
    edited by hand and stay so, and coming lessons that no hours cover now."""

    changed_days: list[date]
    kept_days: list[date]
    outside_hours: list[BookedOnDayRead]


class PatternPreviewRead(PatternRead):
    """What saving a pattern would do; `version` is the one that it would have."""

    changes: dict[date, DayChangeRead]
    kept_days: list[date]
    outside_hours: list[BookedOnDayRead]


class HandBackPreviewRead(DayChangeRead):
    """What giving a day back to the weekly pattern would do; `filled_later` when it would have no hours until it comes
    within the horizon."""

    date: date
    hours: list[HoursRead]
    filled_later: bool
    outside_hours: list[BookedOnDayRead]


class ReasonRead(ResponseModel):
    """One rule that keeps a time from being offered, with the lesson behind it if one is."""

    code: ReasonCode
    message: str
    booking_id: uuid.UUID | None
    student_display_name: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    expires_at: datetime | None


class ExplanationRead(ResponseModel):
    """Why students are not offered a time; `offered` exactly when there is no reason."""

    date: date
    start_time: WallTimeStr
    duration_minutes: int
    timezone: str
    offered: bool
    reasons: list[ReasonRead]


def read_saved_pattern(fill: PatternFill, outside: Iterable[BookedTime]) -> SavedPatternRead:
    return SavedPatternRead(
        **read_pattern(fill.pattern),
        changed_days=list(fill.change.changed),
        kept_days=list(fill.kept),
        outside_hours=read_outside(outside),
    )


def read_pattern_preview(fill: PatternFill, outside: Iterable[BookedTime]) -> PatternPreviewRead:
    return PatternPreviewRead(
        **read_pattern(fill.pattern),
        changes=_read_changes(fill.change),
        kept_days=list(fill.kept),
        outside_hours=read_outside(outside),
    )


def read_calendar_week(
    week: WeekHours, booked: Sequence[BookedTime], outside: Iterable[BookedTime]
) -> CalendarWeekRead:
    return CalendarWeekRead(
        week_start=week.week_start,
        version=week.version,
        days=read_days(week.days),
        edited_days=sorted(week.edited),
        timezone=week.timezone,
        booked={day: [BookedTimeRead.of(item) for item in booked if item.date == day] for day in week.days},
        outside_hours=read_outside(outside),
    )


def read_preview(week: WeekHours, change: WeekChange, outside: Iterable[BookedTime]) -> WeekPreviewRead:
    return WeekPreviewRead(
        week_start=week.week_start,
        version=week.version,
        days=read_days(week.days),
        changes=_read_changes(change),
        skipped_days=list(change.skipped),
        outside_hours=read_outside(outside),
    )


def read_apply_preview(copied: CopiedHours, outside: Iterable[BookedTime]) -> ApplyPreviewRead:
    return ApplyPreviewRead(
        changes=_read_changes(copied.change),
        skipped_days=list(copied.change.skipped),
        outside_hours=read_outside(outside),
    )


def read_hand_back_preview(day: date, handed: HandedBack, outside: Iterable[BookedTime]) -> HandBackPreviewRead:
    change = _read_changes(handed.change).get(day)
    return HandBackPreviewRead(
        date=day,
        hours=[HoursRead.of(item) for item in handed.hours],
        added=change.added if change else [],
        removed=change.removed if change else [],
        filled_later=handed.filled_later,
        outside_hours=read_outside(outside),
    )


def read_blackout(blackout: Blackout, booked: Iterable[BookedTime]) -> BlackoutRead:
    day = blackout.blackout_date
    on_it = [BookedTimeRead.of(item) for item in booked if item.date == day]
    return BlackoutRead(date=day, reason=blackout.reason, booked=on_it)


def read_outside(outside: Iterable[BookedTime]) -> list[BookedOnDayRead]:
    return [BookedOnDayRead(date=item.date, **dict(BookedTimeRead.of(item))) for item in outside]


def _read_changes(change: WeekChange) -> Mapping[date, DayChangeRead]:
    return {
        day: DayChangeRead(
            added=[HoursRead.of(item) for item in SLOTS.gaps(change.before[day], within=wanted)],
            removed=[HoursRead.of(item) for item in SLOTS.gaps(wanted, within=change.before[day])],
        )
        for day, wanted in change.changed.items()
    }
