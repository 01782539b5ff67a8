"""The rules of waiting for a time: what somebody wishes for, what fits, and what becomes of a wish. Pure."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice

from app.bookings.domain import BookingStatus, Start, by_day, day_range, days_between, starts_within
from app.core.timerange import InstantRange, instant_to_wall, wall_to_instant

MAX_OPEN_WISHES = 10
MAX_WAIT_DAYS = 90
MAX_DATES = 31
# How many of the starts that can be booked at once are named.
MAX_AVAILABLE_STARTS = 5


class WishStatus(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    FULFILLED = "fulfilled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


OPEN = (WishStatus.WAITING, WishStatus.OFFERED)


class OfferOutcome(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


WEEKDAYS = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class WantedTime:
    """Between two wall-clock times of the days from `first` to `last`, or of some of them; no list means all."""

    first: date
    last: date
    start_time: int
    end_time: int
    weekdays: Collection[Weekday] | None = None
    dates: Collection[date] | None = None

    def ranges(self, timezone: str) -> list[InstantRange]:
        """As instants, sorted and without touching ones; none when no day is meant or the clock skips them all."""
        ranges: list[InstantRange] = []
        for day in days_between(self.first, self.last):
            start, end = (wall_to_instant(day, minute, timezone) for minute in (self.start_time, self.end_time))
            if not self._is_meant(day) or start >= end:
                continue
            if ranges and ranges[-1].end >= start:
                start = ranges.pop().start
            ranges.append(InstantRange(start, end))
        return ranges

    def _is_meant(self, day: date) -> bool:
        on_weekday = self.weekdays is None or WEEKDAYS[day.weekday()] in self.weekdays
        return on_weekday and (self.dates is None or day in self.dates)


def over_at(until: date, timezone: str) -> datetime:
    """When a wish has waited long enough: the end of its last day."""
    return day_range(until, timezone).end


def last_possible_day(now: datetime, timezone: str) -> date:
    return instant_to_wall(now, timezone)[0] + timedelta(days=MAX_WAIT_DAYS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offering that would do for a wish, and the time in which it fits: free, wished for, and free of the student's
    own lessons."""

    instructor_id: uuid.UUID
    offering_id: uuid.UUID
    timezone: str
    duration_minutes: int
    pieces: Sequence[InstantRange]

    def starts(self) -> Iterable[Start]:
        """In order."""
        first, last = (instant_to_wall(edge, self.timezone)[0] for edge in (self.pieces[0].start, self.pieces[-1].end))
        for day, pieces in by_day(self.pieces, days_between(first, last), self.timezone):
            yield from starts_within(pieces, day, self.duration_minutes, self.timezone)


def starts_of(candidate: Candidate, count: int) -> list[Start]:
    """The first `count` of them."""
    return list(islice(candidate.starts(), count))


# A time of an instructor: what is not offered to the same wish twice.
Known = Collection[tuple[uuid.UUID, datetime]]


def first_fit(candidates: Iterable[Candidate], known: Known) -> tuple[Candidate, Start] | None:
    """The earliest start that was not offered before, whoever teaches; None when there is none."""
    fits = (
        (start, candidate)
        for candidate in candidates
        if (start := next((s for s in candidate.starts() if (candidate.instructor_id, s.starts_at) not in known), None))
    )
    best = min(fits, key=lambda fit: (fit[0].starts_at, fit[1].instructor_id), default=None)
    return None if best is None else (best[1], best[0])


def status_now(
    status: WishStatus, over: datetime, hold: tuple[BookingStatus, datetime | None] | None, now: datetime
) -> WishStatus:
    """What a wish is at this moment, whether or not the task that writes it down has been by.

    `hold` is the status and the end of the hold that it is offered, if it is.
    """
    if status is WishStatus.OFFERED and hold is not None:
        held, ends = hold
        if held is BookingStatus.HELD and ends is not None and ends > now:
            return WishStatus.OFFERED
        status = WishStatus.WAITING if held in (BookingStatus.HELD, BookingStatus.EXPIRED) else WishStatus.FULFILLED
    return WishStatus.EXPIRED if status is WishStatus.WAITING and over <= now else status
