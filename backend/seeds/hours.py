"""When instructors teach: weekly patterns, weeks off and holidays, each the same for the same day. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.core.timerange import MINUTES_PER_DAY, MinuteRange, parse_minute
from seeds.draw import draw
from seeds.files import PEOPLE, read_yaml

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Ranges by weekday, Monday 0; a special one is kept whole and knows no days off."""

    name: str
    share: float
    days: Mapping[int, Sequence[MinuteRange]]
    is_special: bool = False


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which that share of a hundred instructors does not teach."""

    name: str
    month: int
    share: int
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None

    def falls_on(self, day: date) -> bool:
        if day.month != self.month:
            return False
        if self.day is not None:
            return day.day == self.day
        return day.weekday() == self.weekday and (day.day - 1) // 7 + 1 == self.nth


@dataclass(frozen=True, slots=True)
class Timetable:
    """One instructor's habits; `key` names them in draws."""

    key: str
    pattern: Pattern
    shift_minutes: int = 0
    days_off: frozenset[int] = frozenset()

    def hours_on(self, day: date, week_off_one_in: int) -> list[MinuteRange]:
        """Sorted ranges; none in a week off."""
        ranges = self.pattern.days.get(day.weekday(), ())
        if self.pattern.is_special:
            return list(ranges)
        if not ranges or day.weekday() in self.days_off or _is_away(self.key, day.isocalendar()[:2], week_off_one_in):
            return []
        return [_shifted(item, self.shift_minutes) for item in ranges]

    def holiday_on(self, day: date, holidays: Sequence[Holiday]) -> str | None:
        """The name of a holiday that this instructor keeps on that day."""
        if self.pattern.is_special:
            return None
        kept = (item for item in holidays if item.falls_on(day))
        return next((item.name for item in kept if draw(self.key, item.name).random() * 100 < item.share), None)


@cache
def _is_away(key: str, week: tuple[int, int], one_in: int) -> bool:
    return draw(key, "week off", *week).randrange(one_in) == 0


def _shifted(item: MinuteRange, minutes: int) -> MinuteRange:
    """Earlier or later by so much, within the day."""
    minutes = max(-item.start, min(minutes, MINUTES_PER_DAY - item.end))
    return MinuteRange(item.start + minutes, item.end + minutes)


@dataclass(frozen=True, slots=True)
class HoursBook:
    """The whole of `hours.yaml`."""

    patterns: Sequence[Pattern]
    special: Mapping[str, Pattern]
    holidays: Sequence[Holiday]
    week_off_one_in: int

    def hours_on(self, timetable: Timetable, day: date) -> list[MinuteRange]:
        return timetable.hours_on(day, self.week_off_one_in)

    def holiday_on(self, timetable: Timetable, day: date) -> str | None:
        return timetable.holiday_on(day, self.holidays)


def read_hours() -> HoursBook:
    book = read_yaml(PEOPLE / "hours.yaml")
    return HoursBook(
        patterns=[_pattern(name, item) for name, item in book["patterns"].items()],
        special={name: _pattern(name, item, is_special=True) for name, item in book["special"].items()},
        holidays=[_holiday(item) for item in book["holidays"]],
        week_off_one_in=book["week_off_one_in"],
    )


def _pattern(name: str, item: Mapping[str, Any], *, is_special: bool = False) -> Pattern:
    days = {
        weekday: [_range(text) for text in texts] for span, texts in item["days"].items() for weekday in _weekdays(span)
    }
    return Pattern(name, item.get("share", 0), days, is_special)


def _weekdays(span: str) -> range:
    """`mon-fri` -> 0..4, `sat` -> 5."""
    first, _, last = span.partition("-")
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)


def _range(text: str) -> MinuteRange:
    start, _, end = text.partition("-")
    return MinuteRange(parse_minute(start), parse_minute(end))


def _holiday(item: Mapping[str, Any]) -> Holiday:
    weekday = item.get("weekday")
    return Holiday(
        item["name"],
        item["month"],
        item["share"],
        day=item.get("day"),
        weekday=None if weekday is None else WEEKDAYS.index(weekday),
        nth=item.get("nth"),
    )
