"""What a week of hours is, and what a change of it touches. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.availability.errors import DayOutsideWeek, NotAMonday, TooManyDays, TooManyRanges
from app.core.timerange import MinuteRange, merge

DAYS_PER_WEEK = 7
MAX_RANGES_PER_DAY = 24
# What a client may send for a day before overlapping and touching ranges are merged: every quarter hour by itself.
MAX_SENT_RANGES_PER_DAY = 96

MAX_DAYS_AT_ONCE = 366
MAX_BLACKOUT_REASON = 200

DayHours = Sequence[MinuteRange]


class CopyMode(StrEnum):
    """What copied hours do to those that are there: take their place, or come on top."""

    REPLACE = "replace"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The seven days of a week, each with merged and sorted ranges; `version` counts the saves that changed it."""

    week_start: date
    timezone: str
    version: int
    days: Mapping[date, DayHours]


@dataclass(frozen=True, slots=True)
class WeekChange:
    """What saving a week would write: the new hours of the days that differ, what those days have now, and the days
    that differ too but are over."""

    changed: Mapping[date, DayHours]
    before: Mapping[date, DayHours]
    skipped: Sequence[date]


@dataclass(frozen=True, slots=True)
class CopiedHours:
    """What a range of days has after hours were copied onto it, and which of the days changed."""

    timezone: str
    days: Mapping[date, DayHours]
    changed: Sequence[date]


def week_days(week_start: date) -> list[date]:
    """The seven dates from a Monday on; `NotAMonday` for another day."""
    if week_start.weekday() != 0:
        raise NotAMonday(week_start)
    return [week_start + timedelta(days=offset) for offset in range(DAYS_PER_WEEK)]


def normalise_week(week_start: date, sent: Mapping[date, DayHours]) -> Mapping[date, DayHours]:
    """All seven days, merged and sorted; a day that was not sent has no hours."""
    days = week_days(week_start)
    if outside := sorted(set(sent) - set(days)):
        raise DayOutsideWeek(outside)
    merged = {day: merge(sent.get(day, ())) for day in days}
    if crowded := [day for day in days if len(merged[day]) > MAX_RANGES_PER_DAY]:
        raise TooManyRanges(crowded, MAX_RANGES_PER_DAY)
    return merged


def compare_weeks(stored: Mapping[date, DayHours], wanted: Mapping[date, DayHours], today: date) -> WeekChange:
    """The days that differ, apart: those still to come are written, those gone by stay as they are."""
    different = {day: hours for day, hours in wanted.items() if list(stored.get(day, ())) != list(hours)}
    changed = {day: hours for day, hours in different.items() if day >= today}
    return WeekChange(
        changed=changed,
        before={day: stored.get(day, ()) for day in changed},
        skipped=[day for day in different if day < today],
    )


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def dates_between(first: date, last: date) -> list[date]:
    """Both included; TooManyDays for more than a year or none."""
    count = (last - first).days + 1
    if not 1 <= count <= MAX_DAYS_AT_ONCE:
        raise TooManyDays(MAX_DAYS_AT_ONCE)
    return [first + timedelta(days=offset) for offset in range(count)]


def copy_hours(
    source: Mapping[date, DayHours], stored: Mapping[date, DayHours], days: Sequence[date], mode: CopyMode
) -> Mapping[date, DayHours]:
    """What these days would have after a week was copied onto them, each from its own day of the week."""
    by_weekday = {day.weekday(): hours for day, hours in source.items()}
    copied = {day: by_weekday.get(day.weekday(), ()) for day in days}
    if mode is CopyMode.MERGE:
        copied = {day: merge([*stored.get(day, ()), *hours]) for day, hours in copied.items()}
    if crowded := [day for day, hours in copied.items() if len(hours) > MAX_RANGES_PER_DAY]:
        raise TooManyRanges(crowded, MAX_RANGES_PER_DAY)
    return copied
