"""What can be booked, by looking at every minute: slow, plain, and written from the product's words alone.

It imports nothing of the product, so that both can only agree by being right. A time is a pair of the day and the
minutes that a clock on the wall shows; an instant is aware and in UTC.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# The day in question, with room on both sides for the hours and lessons of the days around it.
DAYS_BEFORE, DAYS_AFTER = 2, 3


@dataclass(frozen=True)
class Lesson:
    """Somebody's, with the buffer that it promised; a hold has an instant at which it ends."""

    starts_at: datetime
    minutes: int
    buffer: int
    held_until: datetime | None = None


@dataclass(frozen=True)
class World:
    """Everything that decides what can be booked of one instructor on `day`; hours are pairs of minutes."""

    day: date
    zone: str
    hours: Mapping[date, Sequence[tuple[int, int]]]
    blackouts: Sequence[date]
    lessons: Sequence[Lesson]
    notice_minutes: int
    horizon_days: int
    buffer_minutes: int
    now: datetime

    @property
    def earliest(self) -> datetime:
        return self.now + self.notice_minutes * MINUTE

    @property
    def latest(self) -> datetime:
        """So many times 24 hours, whatever clocks do meanwhile."""
        return self.now + self.horizon_days * timedelta(hours=24)


@dataclass(frozen=True)
class Minutes:
    """Consecutive minutes: the instant of the first, and what the clock on the wall shows at each."""

    first: datetime
    shown: Sequence[datetime]
    # For each time that a clock could show: the first minute at which it shows this or a later one.
    at: Mapping[datetime, int]

    def index(self, instant: datetime) -> int:
        """Which minute an instant is; before the first it is 0, after the last the end."""
        return max(0, min((instant - self.first) // MINUTE, len(self.shown)))


@lru_cache(maxsize=512)
def minutes_around(day: date, zone: str) -> Minutes:
    first = datetime.combine(day - DAYS_BEFORE * DAY, time(), UTC)
    every = [first + count * MINUTE for count in range((DAYS_BEFORE + DAYS_AFTER) * 24 * 60)]
    shown = [instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for instant in every]
    at: dict[datetime, int] = {}
    wanted, end = shown[0], max(shown)
    for index, seen in enumerate(shown):
        while wanted <= seen and wanted <= end:
            at.setdefault(wanted, index)
            wanted += MINUTE
    return Minutes(first, shown, at)


def wall(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day) + minute * MINUTE  # noqa: DTZ001 - a clock on the wall


def open_minutes(world: World) -> bytearray:
    """A range is open from when the clock first shows its start until it first shows its end."""
    minutes = minutes_around(world.day, world.zone)
    opened = bytearray(len(minutes.shown))
    for day, ranges in world.hours.items():
        for start, end in ranges:
            first, last = minutes.at[wall(day, start)], minutes.at[wall(day, end)]
            opened[first:last] = b"\1" * (last - first)
    return opened


def black_minutes(world: World) -> bytearray:
    """While the clock shows a day that is blacked out."""
    minutes = minutes_around(world.day, world.zone)
    return bytearray(shown.date() in world.blackouts for shown in minutes.shown)


def live(world: World) -> Iterator[Lesson]:
    return (item for item in world.lessons if item.held_until is None or item.held_until > world.now)


def quarter_hours(world: World) -> dict[str, int]:
    """Every quarter hour that the clock shows on the day, with the minute at which it first does."""
    minutes = minutes_around(world.day, world.zone)
    found: dict[str, int] = {}
    for index, shown in enumerate(minutes.shown):
        if shown.date() == world.day and shown.minute % 15 == 0:
            found.setdefault(f"{shown:%H:%M}", index)
    return found


def instant_of(world: World, label: str) -> datetime:
    return minutes_around(world.day, world.zone).first + quarter_hours(world)[label] * MINUTE


def bookable_starts(world: World, duration: int) -> list[str]:
    """The starts that nothing speaks against."""
    return [label for label, reasons in why_not(world, duration).items() if not reasons]


def why_not(world: World, duration: int) -> dict[str, set[str]]:
    """Of each quarter hour that the clock shows, all that keeps a lesson from beginning then."""
    minutes = minutes_around(world.day, world.zone)
    opened, black = open_minutes(world), black_minutes(world)
    return {
        label: _why_not(world, minutes, opened, black, index, duration) for label, index in quarter_hours(world).items()
    }


def _why_not(
    world: World, minutes: Minutes, opened: bytearray, black: bytearray, index: int, duration: int
) -> set[str]:
    starts_at = minutes.first + index * MINUTE
    ends_at = starts_at + duration * MINUTE
    reasons = {
        "too_soon": starts_at < world.earliest,
        "too_far": ends_at > world.latest,
        "outside_hours": 0 in opened[index : index + duration],
        "blackout": 1 in black[index : index + duration],
    }
    found = {name for name, stands in reasons.items() if stands}
    return found.union(_taken(world, lesson, starts_at, ends_at) for lesson in live(world)) - {""}


def _taken(world: World, lesson: Lesson, starts_at: datetime, ends_at: datetime) -> str:
    """How a lesson speaks against another: by itself, or by one of the two buffers."""
    its_end = lesson.starts_at + lesson.minutes * MINUTE
    if lesson.starts_at < ends_at and starts_at < its_end:
        return "hold" if lesson.held_until else "booked"
    with_buffer, its_with_buffer = ends_at + world.buffer_minutes * MINUTE, its_end + lesson.buffer * MINUTE
    return "buffer" if lesson.starts_at < with_buffer and starts_at < its_with_buffer else ""
