"""Wall-clock time and instants. Pure.

Wall-clock times are minutes since midnight, 0 to 1440; 1440 is "24:00" and only ever an end. A wall-clock time that
happens twice means the first one; one that does not exist means the moment of the jump. So the order of wall-clock
times is the order of instants, touching ranges stay touching, and a range is cut where the clock jumps and longer
where it repeats.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTES_PER_DAY = 24 * 60
QUARTER_HOUR = 15
_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


@dataclass(frozen=True, slots=True, order=True)
class MinuteRange:
    """`[start, end)` of one day in minutes since midnight; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= MINUTES_PER_DAY:
            raise ValueError(f"not a range of a day: {self.start} to {self.end}")

    def contains(self, other: "MinuteRange") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class InstantRange:
    """`[start, end)` between two aware instants; never empty."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"not a range: {self.start} to {self.end}")

    def contains(self, other: "InstantRange") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "InstantRange") -> bool:
        return self.start < other.end and other.start < self.end


def merge(ranges: Iterable[MinuteRange]) -> list[MinuteRange]:
    """Sorted, with overlapping and touching ranges made one."""
    merged: list[MinuteRange] = []
    for item in sorted(ranges):
        if merged and item.start <= merged[-1].end:
            merged[-1] = MinuteRange(merged[-1].start, max(merged[-1].end, item.end))
        else:
            merged.append(item)
    return merged


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _naive(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - wall clock on purpose


def wall_exists(day: date, minute: int, timezone: str) -> bool:
    """False inside the hour that the clock skips."""
    naive = _naive(day, minute)
    aware = naive.replace(tzinfo=zone(timezone))
    return aware.astimezone(UTC).astimezone(zone(timezone)).replace(tzinfo=None) == naive


def wall_to_instant(day: date, minute: int, timezone: str) -> datetime:
    """The UTC instant of a wall-clock time: the first of two, the moment of the jump for one that does not exist."""
    naive = _naive(day, minute)
    if wall_exists(day, minute, timezone):
        return naive.replace(tzinfo=zone(timezone)).astimezone(UTC)
    return _jump_after(naive, timezone)


def _jump_after(missing: datetime, timezone: str) -> datetime:
    """The instant at which the clock skips over `missing`: the first real minute after it, read before the jump."""
    # Python reads a missing time with the offset of before the jump, and with that of after it when fold is 1.
    low = missing.replace(tzinfo=zone(timezone), fold=1).astimezone(UTC)
    high = missing.replace(tzinfo=zone(timezone)).astimezone(UTC)
    offset = low.astimezone(zone(timezone)).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        if middle.astimezone(zone(timezone)).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def instant_to_wall(instant: datetime, timezone: str) -> tuple[date, int]:
    """The wall-clock date and minute of an instant."""
    local = instant.astimezone(zone(timezone))
    return local.date(), local.hour * 60 + local.minute


def end_to_wall(instant: datetime, timezone: str) -> tuple[date, int]:
    """As `instant_to_wall`, but midnight is 24:00 of the day that ends."""
    day, minute = instant_to_wall(instant, timezone)
    return (day - timedelta(days=1), MINUTES_PER_DAY) if minute == 0 else (day, minute)


def format_minute(minute: int) -> str:
    """`570` -> `09:30`, `1440` -> `24:00`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def parse_minute(text: str) -> int:
    """`09:30` -> `570`; ValueError for anything but `HH:MM` from 00:00 to 24:00."""
    if not _TIME.fullmatch(text):
        raise ValueError("a time is HH:MM, 00:00 to 24:00")
    return int(text[:2]) * 60 + int(text[3:])
