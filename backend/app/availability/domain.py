"""What a week of hours is, and what a change of it touches. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.availability.errors import DayOutsideWeek, NotAMonday, TooManyDays, TooManyRanges
from app.availability.slot_manager import SlotManager
from app.core.timerange import MinuteRange

DAYS_PER_WEEK = 7
MAX_RANGES_PER_DAY = 24
# What a client may send for a day before overlapping and touching ranges are merged: every quarter hour by itself.
MAX_SENT_RANGES_PER_DAY = 96

MAX_DAYS_AT_ONCE = 366
MAX_BLACKOUT_REASON = 200

DayHours = Sequence[MinuteRange]
SLOTS = SlotManager()


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        return WEEKDAYS[day.weekday()]


WEEKDAYS = tuple(Weekday)
PatternHours = Mapping[Weekday, DayHours]


class CopyMode(StrEnum):
    """What copied hours do to those that are there: take their place, or come on top."""

    REPLACE = "replace"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The seven days of a week, each with merged and sorted ranges; `version` counts the saves that changed it, and
    `edited` are the days that somebody edited by hand."""

    week_start: date
    timezone: str
    version: int
    days: Mapping[date, DayHours]
    edited: Collection[date]


@dataclass(frozen=True, slots=True)
class WeekChange:
    """What saving a week would write: the new hours of the days that differ, what those days have now, and the days
    that differ too but are over."""

    changed: Mapping[date, DayHours]
    before: Mapping[date, DayHours]
    skipped: Sequence[date]


@dataclass(frozen=True, slots=True)
class CopiedHours:
    """What a range of days has after hours were copied onto it, and what that changes."""

    timezone: str
    days: Mapping[date, DayHours]
    change: WeekChange


@dataclass(frozen=True, slots=True)
class WeeklyPattern:
    """The hours of a usual week, all seven days merged and sorted; `version` counts the saves that changed it."""

    version: int
    days: PatternHours


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Hours of days, absent for days without any, and which days somebody edited by hand, if only to no hours."""

    hours: Mapping[date, DayHours]
    edited: Collection[date]


@dataclass(frozen=True, slots=True)
class PatternFill:
    """What a pattern makes of the days from the first to the last: their hours afterwards, those it changes, and those
    that differ from it because they were edited by hand."""

    pattern: WeeklyPattern
    timezone: str
    first: date
    last: date
    days: Mapping[date, DayHours]
    change: WeekChange
    kept: Sequence[date]


@dataclass(frozen=True, slots=True)
class HandedBack:
    """The hours of a day that belongs to the pattern again, and what that changes of it; `filled_later` for a day that
    has none yet because the pattern has not come to it."""

    timezone: str
    hours: DayHours
    change: WeekChange
    filled_later: bool


def week_days(week_start: date, field: str = "week_start") -> list[date]:
    """The seven dates from a Monday on; `NotAMonday` for another day, which was sent in that field."""
    if week_start.weekday() != 0:
        raise NotAMonday(week_start, field)
    return [week_start + timedelta(days=offset) for offset in range(DAYS_PER_WEEK)]


def normalise_week(week_start: date, sent: Mapping[date, DayHours]) -> Mapping[date, DayHours]:
    """All seven days, merged and sorted; a day that was not sent has no hours."""
    days = week_days(week_start)
    if outside := sorted(set(sent) - set(days)):
        raise DayOutsideWeek(outside)
    merged = {day: _in_order(sent.get(day, ())) for day in days}
    _require_few({f"days.{day}": hours for day, hours in merged.items()})
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
    return days_through(first, last)


def days_through(first: date, last: date) -> list[date]:
    """Both included; none when the last comes before the first."""
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def copy_hours(
    source: Mapping[date, DayHours], stored: Mapping[date, DayHours], days: Sequence[date], mode: CopyMode
) -> Mapping[date, DayHours]:
    """What these days would have after a week was copied onto them, each from its own day of the week."""
    by_weekday = {day.weekday(): hours for day, hours in source.items()}
    copied = {day: by_weekday.get(day.weekday(), ()) for day in days}
    if mode is CopyMode.MERGE:
        copied = {day: _in_order([*stored.get(day, ()), *hours]) for day, hours in copied.items()}
    _require_few({f"days.{day}": hours for day, hours in copied.items()})
    return copied


def normalise_pattern(sent: PatternHours) -> PatternHours:
    """All seven days, merged and sorted; a day that was not sent has no hours."""
    merged = {weekday: _in_order(sent.get(weekday, ())) for weekday in WEEKDAYS}
    _require_few({weekday.value: hours for weekday, hours in merged.items()})
    return merged


def fill_days(
    pattern: PatternHours, calendar: CalendarDays, first: date, last: date
) -> tuple[WeekChange, Sequence[date]]:
    """What a pattern changes of these days, none of them gone by, and which differ but were edited by hand.

    A day belongs to the pattern until somebody edits it: where the pattern has no hours, the day has none.
    """
    wanted = {day: pattern.get(Weekday.of(day), ()) for day in days_through(first, last)}
    different = compare_weeks(calendar.hours, wanted, first)
    kept = [day for day in different.changed if day in calendar.edited]
    filled = {day: hours for day, hours in different.changed.items() if day not in calendar.edited}
    return WeekChange(filled, {day: different.before[day] for day in filled}, skipped=()), kept


def hand_back(
    pattern: PatternHours, filled_until: date, day: date, stored: Mapping[date, DayHours], timezone: str
) -> HandedBack:
    """What becomes of a day that is nobody's but the pattern's: the same as of each that nobody ever edited."""
    filled_later = day > filled_until
    hours = () if filled_later else pattern.get(Weekday.of(day), ())
    return HandedBack(timezone, hours, compare_weeks(stored, {day: hours}, day), filled_later)


def _in_order(hours: DayHours) -> DayHours:
    """As they are stored: on quarter hours, merged and sorted."""
    return SLOTS.merge(SLOTS.align(hours))


def _require_few(days: Mapping[str, DayHours]) -> None:
    """By the names of the fields in which they were sent."""
    if crowded := [field for field, hours in days.items() if len(hours) > MAX_RANGES_PER_DAY]:
        raise TooManyRanges(crowded, MAX_RANGES_PER_DAY)


def affected_days(days: Iterable[date]) -> set[date]:
    """The dates whose starts a change of these days touches: lessons of the day before may reach past midnight."""
    changed = set(days)
    return changed | {day - timedelta(days=1) for day in changed}
