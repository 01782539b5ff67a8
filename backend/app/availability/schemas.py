"""Shapes of a week of hours."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator

from app.availability.domain import (
    MAX_BLACKOUT_REASON,
    MAX_SENT_RANGES_PER_DAY,
    WEEKDAYS,
    CopyMode,
    DayHours,
    PatternHours,
    WeekHours,
    WeeklyPattern,
)
from app.core.schemas import CalendarDate, EndTime, RequestModel, ResponseModel, StartTime, WallTimeStr
from app.core.timerange import MinuteRange

# More than a week's days, so that a wrong day is named rather than counted.
MAX_SENT_DAYS = 14


class HoursWrite(RequestModel):
    """A range of a day, on quarter hours; `24:00` is a legal end."""

    start_time: StartTime
    end_time: EndTime

    @model_validator(mode="after")
    def _in_order(self) -> "HoursWrite":
        if self.start_time >= self.end_time:
            raise ValueError("the end must be after the start")
        return self


DayWrite = Annotated[list[HoursWrite], Field(max_length=MAX_SENT_RANGES_PER_DAY)]


Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class WeekWrite(RequestModel):
    """All hours of a week; a day that is left out has none. `version` is the one that was read."""

    week_start: CalendarDate
    version: Version
    days: Annotated[dict[CalendarDate, DayWrite], Field(max_length=MAX_SENT_DAYS)]

    @property
    def hours(self) -> Mapping[date, DayHours]:
        return {day: _minutes(ranges) for day, ranges in self.days.items()}


class PatternWrite(RequestModel):
    """The hours of a usual week; a day that is left out has none. `version` is the one that was read: left out,
    whatever is stored is replaced."""

    mon: DayWrite = Field(default_factory=list)
    tue: DayWrite = Field(default_factory=list)
    wed: DayWrite = Field(default_factory=list)
    thu: DayWrite = Field(default_factory=list)
    fri: DayWrite = Field(default_factory=list)
    sat: DayWrite = Field(default_factory=list)
    sun: DayWrite = Field(default_factory=list)
    version: Version | None = None

    @property
    def hours(self) -> PatternHours:
        return {weekday: _minutes(getattr(self, weekday)) for weekday in WEEKDAYS}


class CopyWeekWrite(RequestModel):
    from_week: CalendarDate
    to_week: CalendarDate
    mode: CopyMode


class ApplyWeekWrite(RequestModel):
    """Both dates included, a year at most."""

    from_week: CalendarDate
    start_date: CalendarDate
    end_date: CalendarDate
    mode: CopyMode


class BlackoutWrite(RequestModel):
    date: CalendarDate
    reason: Annotated[str, Field(max_length=MAX_BLACKOUT_REASON)] = ""


class HoursRead(ResponseModel):
    start_time: WallTimeStr
    end_time: WallTimeStr

    @classmethod
    def of(cls, hours: MinuteRange) -> "HoursRead":
        return cls(start_time=hours.start, end_time=hours.end)


class WeekRead(ResponseModel):
    """The seven days of a week, merged and sorted; `edited_days` were edited by hand, and the weekly pattern leaves
    them alone."""

    week_start: CalendarDate
    version: int
    days: dict[date, list[HoursRead]]
    edited_days: list[date]

    @classmethod
    def of(cls, week: WeekHours) -> "WeekRead":
        return cls(
            week_start=week.week_start,
            version=week.version,
            days=read_days(week.days),
            edited_days=sorted(week.edited),
        )


class PatternRead(ResponseModel):
    """The hours of a usual week, merged and sorted; version 0 before the first save."""

    mon: list[HoursRead]
    tue: list[HoursRead]
    wed: list[HoursRead]
    thu: list[HoursRead]
    fri: list[HoursRead]
    sat: list[HoursRead]
    sun: list[HoursRead]
    version: int

    @classmethod
    def of(cls, pattern: WeeklyPattern) -> "PatternRead":
        return cls.model_validate(read_pattern(pattern))


def read_pattern(pattern: WeeklyPattern) -> dict[str, Any]:
    """The fields of `PatternRead`."""
    days = {weekday.value: [HoursRead.of(item) for item in pattern.days.get(weekday, ())] for weekday in WEEKDAYS}
    return {**days, "version": pattern.version}


def _minutes(ranges: Sequence[HoursWrite]) -> DayHours:
    return [MinuteRange(item.start_time, item.end_time) for item in ranges]


def read_days(days: Mapping[date, DayHours]) -> dict[date, list[HoursRead]]:
    return {day: [HoursRead.of(item) for item in hours] for day, hours in days.items()}
