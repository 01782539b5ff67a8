"""The rules of lessons: their life, their price, what cancelling costs, when one fits into free time. Pure."""

import uuid
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

from app.bookings.errors import (
    AlreadyStarted,
    HoldExpired,
    NotOverYet,
    RescheduleLimit,
    TooEarlyForNoShow,
    TooLateForNoShow,
    TooLateToReschedule,
    WrongSide,
    WrongStatus,
)
from app.core.enums import PermissionName
from app.core.timerange import (
    MINUTES_PER_DAY,
    QUARTER_HOUR,
    InstantRange,
    MinuteRange,
    end_to_wall,
    format_minute,
    instant_to_wall,
    wall_exists,
    wall_to_instant,
)

MIN_DURATION_MINUTES, MAX_DURATION_MINUTES = 30, 240
MAX_BUFFER_MINUTES = 120
MAX_NOTE_LENGTH = 1_000
MAX_REASON_LENGTH = 500
MAX_ADDRESS_LENGTH = 300

HOLD_LIFETIME = timedelta(minutes=5)
# For somebody who waits and has to see a mail first; beside the holds that a student takes.
OFFER_LIFETIME = timedelta(minutes=10)
MAX_LIVE_HOLDS = 3
ALTERNATIVES = 3
# Other starts for one of several lessons lie nearer to it than to the one a week before or after.
NEARBY = timedelta(days=3)

AUTO_COMPLETE_AFTER = timedelta(hours=24)
NO_SHOW_FROM = timedelta(minutes=10)
NO_SHOW_UNTIL = timedelta(hours=24)
FREE_RESCHEDULE_UNTIL = timedelta(hours=24)
LATE_RESCHEDULE_UNTIL = timedelta(hours=12)
MAX_LATE_RESCHEDULES = 1


@dataclass(frozen=True, slots=True)
class Reminder:
    """Goes out so long before the start, to both sides. From `until` before the start on, it comes too late."""

    name: str
    before: timedelta
    until: timedelta

    def good_until(self, starts_at: datetime) -> datetime:
        return starts_at - self.until


# Each one makes room for the next.
REMINDERS = (
    Reminder("reminder_24h", timedelta(hours=24), timedelta(hours=1)),
    Reminder("reminder_1h", timedelta(hours=1), timedelta(0)),
)


class BookingStatus(StrEnum):
    HELD = "held"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    EXPIRED = "expired"


# `held` only while it lives. The exclusion constraints of the database hold for exactly these.
TAKES_TIME = (BookingStatus.HELD, BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW)
# What other people may learn of: holds come and go unseen.
BOOKED = (BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.CANCELLED, BookingStatus.NO_SHOW)


@dataclass(frozen=True, slots=True)
class OverviewFilter:
    """Which of everybody's bookings; what is None does not narrow."""

    statuses: Sequence[BookingStatus] = BOOKED
    student_id: uuid.UUID | None = None
    instructor_id: uuid.UUID | None = None
    first_day: date | None = None
    last_day: date | None = None


class Side(StrEnum):
    """On whose behalf something happens to a booking."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"
    SYSTEM = "system"


class Action(StrEnum):
    CONFIRM = "confirm"
    RELEASE = "release"
    EXPIRE = "expire"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    COMPLETE = "complete"
    NO_SHOW = "no_show"


class EventKind(StrEnum):
    """What a booking's history tells."""

    HELD = "held"
    BOOKED = "booked"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an action leads, who may take it, and what the history calls it."""

    to: BookingStatus
    by: frozenset[Side]
    event: EventKind


def _leads(to: BookingStatus, event: EventKind, *by: Side) -> Transition:
    return Transition(to, frozenset(by), event)


TRANSITIONS: Mapping[tuple[BookingStatus, Action], Transition] = {
    (BookingStatus.HELD, Action.CONFIRM): _leads(BookingStatus.CONFIRMED, EventKind.BOOKED, Side.STUDENT),
    (BookingStatus.HELD, Action.RELEASE): _leads(BookingStatus.EXPIRED, EventKind.EXPIRED, Side.STUDENT),
    (BookingStatus.HELD, Action.EXPIRE): _leads(BookingStatus.EXPIRED, EventKind.EXPIRED, Side.SYSTEM),
    (BookingStatus.CONFIRMED, Action.RESCHEDULE): _leads(BookingStatus.CONFIRMED, EventKind.RESCHEDULED, Side.STUDENT),
    (BookingStatus.CONFIRMED, Action.CANCEL): _leads(
        BookingStatus.CANCELLED, EventKind.CANCELLED, Side.STUDENT, Side.INSTRUCTOR, Side.SYSTEM
    ),
    (BookingStatus.CONFIRMED, Action.COMPLETE): _leads(
        BookingStatus.COMPLETED, EventKind.COMPLETED, Side.INSTRUCTOR, Side.SYSTEM
    ),
    (BookingStatus.CONFIRMED, Action.NO_SHOW): _leads(BookingStatus.NO_SHOW, EventKind.NO_SHOW, Side.INSTRUCTOR),
}
"""The life of a booking. What is not here cannot happen."""


PERMISSIONS: Mapping[tuple[Action, Side], PermissionName] = {
    (Action.CONFIRM, Side.STUDENT): PermissionName.CREATE_BOOKINGS,
    (Action.RELEASE, Side.STUDENT): PermissionName.CREATE_BOOKINGS,
    (Action.RESCHEDULE, Side.STUDENT): PermissionName.CREATE_BOOKINGS,
    (Action.CANCEL, Side.STUDENT): PermissionName.CANCEL_OWN_BOOKINGS,
    (Action.CANCEL, Side.INSTRUCTOR): PermissionName.CANCEL_STUDENT_BOOKINGS,
    (Action.COMPLETE, Side.INSTRUCTOR): PermissionName.COMPLETE_BOOKINGS,
    (Action.NO_SHOW, Side.INSTRUCTOR): PermissionName.COMPLETE_BOOKINGS,
}
"""What somebody needs to be allowed for an action, by the side they are on."""

VIEW_PERMISSIONS: Mapping[Side, PermissionName] = {
    Side.STUDENT: PermissionName.VIEW_BOOKING_DETAILS,
    Side.INSTRUCTOR: PermissionName.VIEW_INCOMING_BOOKINGS,
}


def transition(status: BookingStatus, action: Action, side: Side) -> Transition:
    """WrongStatus when the action does not lead on from here, WrongSide when it is the other side's."""
    found = TRANSITIONS.get((status, action))
    if found is None:
        raise WrongStatus(status, action)
    if side not in found.by:
        raise WrongSide(action)
    return found


@dataclass(frozen=True, slots=True)
class Moment:
    """What of a booking decides whether an action is in time."""

    starts_at: datetime
    ends_at: datetime
    expires_at: datetime | None
    late_reschedules: int


def require_in_time(action: Action, side: Side, moment: Moment, now: datetime) -> None:
    """A RuleViolation that says why when it is too early or too late for this."""
    if action is Action.CONFIRM and moment.expires_at is not None and moment.expires_at <= now:
        raise HoldExpired
    if action is Action.CANCEL and now >= moment.starts_at:
        raise AlreadyStarted
    if action is Action.COMPLETE and now < moment.ends_at + (
        AUTO_COMPLETE_AFTER if side is Side.SYSTEM else timedelta()
    ):
        raise NotOverYet
    if action is Action.NO_SHOW:
        _require_time_for_no_show(moment, now)
    if action is Action.RESCHEDULE:
        _require_time_to_reschedule(moment, now)


def _require_time_for_no_show(moment: Moment, now: datetime) -> None:
    if now < moment.starts_at + NO_SHOW_FROM:
        raise TooEarlyForNoShow
    if now > moment.ends_at + NO_SHOW_UNTIL:
        raise TooLateForNoShow


def _require_time_to_reschedule(moment: Moment, now: datetime) -> None:
    if now > moment.starts_at - LATE_RESCHEDULE_UNTIL:
        raise TooLateToReschedule
    if is_late_reschedule(moment.starts_at, now) and moment.late_reschedules >= MAX_LATE_RESCHEDULES:
        raise RescheduleLimit


def is_late_reschedule(starts_at: datetime, now: datetime) -> bool:
    """Less than 24 hours before the start: exactly 24 hours is not late."""
    return starts_at - now < FREE_RESCHEDULE_UNTIL


class Learner(Protocol):
    """Who takes a lesson, as far as booking one needs to know."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def zip_code(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Sold:
    """What an offering is about, and by which clock it is given."""

    subject_slug: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A time that is kept for somebody who waits for it; `said` is the lesson as mails say it."""

    hold_id: uuid.UUID
    instructor_id: uuid.UUID
    instructor_slug: str
    starts_at: datetime
    expires_at: datetime
    said: Mapping[str, Any]


# Money


@dataclass(frozen=True, slots=True)
class CancellationTier:
    """From this many hours before the start on, the student gets this share of the price back."""

    hours_before: int
    refund_share_percent: int


CANCELLATION_TIERS = (CancellationTier(24, 100), CancellationTier(12, 50), CancellationTier(0, 0))


def price_cents(rate_cents: int, minutes: int) -> int:
    """An hourly rate for so many minutes, half up to the cent."""
    return (rate_cents * minutes + 30) // 60


def refund_share_percent(
    tiers: Iterable[CancellationTier], starts_at: datetime, cancelled_at: datetime, by: Side
) -> int:
    """What a student gets back of 100. Exactly 24 hours before counts as 24 hours; all when it was not the student."""
    if by is not Side.STUDENT:
        return 100
    left = starts_at - cancelled_at
    reached = [tier.refund_share_percent for tier in tiers if left >= timedelta(hours=tier.hours_before)]
    return max(reached, default=0)


def refund_until(tiers: Iterable[CancellationTier], starts_at: datetime, cancelled_at: datetime, by: Side) -> datetime:
    """Until when the share stays what it is; the start at the latest, when cancelling ends."""
    if by is not Side.STUDENT:
        return starts_at
    limits = [starts_at - timedelta(hours=tier.hours_before) for tier in tiers]
    return min((limit for limit in limits if limit >= cancelled_at), default=starts_at)


def refund_cents(price: int, share_percent: int) -> int:
    """Half up to the cent."""
    return (price * share_percent + 50) // 100


# Time


@dataclass(frozen=True, slots=True)
class LessonTime:
    """When a lesson is: a wall-clock start in a zone, and the instants that follow from it."""

    booking_date: date
    start_time: int
    duration_minutes: int
    timezone: str
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, day: date, start_time: int, duration_minutes: int, timezone: str) -> "LessonTime":
        starts_at = wall_to_instant(day, start_time, timezone)
        return cls(day, start_time, duration_minutes, timezone, starts_at, starts_at + minutes(duration_minutes))

    @property
    def end_time(self) -> int:
        """Wall clock; 24:00 for a lesson that ends at midnight, less than the start for one that goes beyond."""
        return end_to_wall(self.ends_at, self.timezone)[1]

    @property
    def exists(self) -> bool:
        """False when the clock skips the start."""
        return wall_exists(self.booking_date, self.start_time, self.timezone)

    def as_data(self) -> dict[str, str]:
        """As history and mails keep it."""
        return {
            "booking_date": self.booking_date.isoformat(),
            "start_time": format_minute(self.start_time),
            "end_time": format_minute(self.end_time),
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
        }

    @property
    def range(self) -> InstantRange:
        return InstantRange(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Start:
    """One time at which a lesson can begin."""

    date: date
    start_time: int
    starts_at: datetime


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@lru_cache(maxsize=2_048)
def _quarter_hours(day: date, timezone: str) -> tuple[datetime, ...]:
    """The instants of a day's 97 quarter hours, 00:00 to 24:00, in order; the n-th is minute 15 n.

    A quarter hour that the clock skips has the instant of the one after it.
    """
    return tuple(wall_to_instant(day, minute, timezone) for minute in range(0, MINUTES_PER_DAY + 1, QUARTER_HOUR))


def starts_within(free: Iterable[InstantRange], day: date, duration_minutes: int, timezone: str) -> list[Start]:
    """Each quarter hour of the day at which a lesson of that length fits into one of the free ranges, in order.

    `free` is sorted and without touching ranges, as a multirange is.
    """
    quarters = _quarter_hours(day, timezone)
    starts, length = quarters[:-1], minutes(duration_minutes)
    return [
        Start(day, at * QUARTER_HOUR, quarters[at])
        for item in free
        for at in range(bisect_left(starts, item.start), bisect_right(starts, item.end - length))
        if quarters[at] != quarters[at + 1]
    ]


def hours_within(free: Iterable[InstantRange], day: date, timezone: str) -> list[MinuteRange]:
    """The free ranges of a day as people read them: wall clock, cut inwards to quarter hours.

    Nothing that could be booked is lost, for lessons begin on quarter hours and last a multiple of them.
    """
    quarters = _quarter_hours(day, timezone)
    return [hours for item in free if (hours := _read_hours(item, quarters))]


def _read_hours(item: InstantRange, quarters: Sequence[datetime]) -> MinuteRange | None:
    inside = quarters[bisect_left(quarters, item.start) : bisect_right(quarters, item.end)]
    if not inside or inside[0] == inside[-1]:
        return None
    # Of several quarter hours with one instant, the last is real as a start and the first reads well as an end.
    first, last = bisect_right(quarters, inside[0]) - 1, bisect_left(quarters, inside[-1])
    return MinuteRange(first * QUARTER_HOUR, last * QUARTER_HOUR)


def covered_hours(item: InstantRange, day: date, timezone: str) -> MinuteRange | None:
    """The part of a day that a lesson covers on the clock, cut outwards to quarter hours; None for none of it."""
    quarters = _quarter_hours(day, timezone)
    if item.end <= quarters[0] or item.start >= quarters[-1]:
        return None
    first, last = bisect_right(quarters, item.start) - 1, bisect_left(quarters, item.end)
    return MinuteRange(max(first, 0) * QUARTER_HOUR, min(last * QUARTER_HOUR, MINUTES_PER_DAY))


def day_range(day: date, timezone: str) -> InstantRange:
    """A whole day on the clock: 23, 24 or 25 hours."""
    quarters = _quarter_hours(day, timezone)
    return InstantRange(quarters[0], quarters[-1])


def days_between(first: date, last: date) -> Iterator[date]:
    """Each date from the first to the last, both included."""
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def affected_days(lesson: InstantRange, timezone: str) -> list[date]:
    """The dates whose starts a lesson takes or frees: also those of lessons that would reach into it or its buffer."""
    reach = minutes(MAX_DURATION_MINUTES + MAX_BUFFER_MINUTES)
    first, last = lesson.start - reach, lesson.end + minutes(MAX_BUFFER_MINUTES)
    return list(days_between(*(instant_to_wall(edge, timezone)[0] for edge in (first, last))))


def by_day(
    free: Sequence[InstantRange], days: Iterable[date], timezone: str
) -> Iterator[tuple[date, Sequence[InstantRange]]]:
    """Each day with the free ranges that reach into it, whole; a range across midnight comes twice."""
    starts, ends = [item.start for item in free], [item.end for item in free]
    for day in days:
        whole = day_range(day, timezone)
        yield day, free[bisect_right(ends, whole.start) : bisect_left(starts, whole.end)]


def nearest(starts: Iterable[Start], wanted: datetime, count: int) -> list[Start]:
    """The `count` starts closest to a moment, earlier before later when equally far, in order of time."""
    closest = sorted(starts, key=lambda start: (abs(start.starts_at - wanted), start.starts_at))[:count]
    return sorted(closest, key=lambda start: start.starts_at)


# Why not


class Obstacle(StrEnum):
    """What keeps a lesson from being booked, in the order in which people are told."""

    MISSING_HOUR = "missing_hour"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    OUTSIDE_HOURS = "outside_hours"
    BLACKOUT = "blackout"
    STUDENT_BUSY = "student_busy"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class TimeSheet:
    """Everything that decides about the time around a lesson, read in one statement.

    Ranges are sorted and without touching ones. `taken` has the buffers of both neighbours in it already: a lesson
    that keeps clear of it keeps its own buffer clear too.
    """

    earliest: datetime
    latest: datetime
    hours: Sequence[InstantRange]
    blackouts: Sequence[InstantRange]
    taken: Sequence[InstantRange]
    free: Sequence[InstantRange]
    # What the instructor wants after a lesson that is given a time now.
    buffer_minutes: int
    student_taken: Sequence[InstantRange] = ()

    def is_student_busy(self, start: Start, duration_minutes: int) -> bool:
        lesson = InstantRange(start.starts_at, start.starts_at + minutes(duration_minutes))
        return any(item.overlaps(lesson) for item in self.student_taken)

    def last_date(self, lesson: LessonTime) -> date:
        """The last day within the horizon on which a lesson of this length can begin."""
        return instant_to_wall(self.latest - minutes(lesson.duration_minutes), lesson.timezone)[0]

    def obstacles(self, lesson: LessonTime) -> list[Obstacle]:
        """Empty exactly when the lesson lies in free time and the student has nothing else."""
        if not lesson.exists:
            return [Obstacle.MISSING_HOUR]
        span = lesson.range
        standing = {
            Obstacle.TOO_SOON: span.start < self.earliest,
            Obstacle.TOO_FAR: span.end > self.latest,
            Obstacle.OUTSIDE_HOURS: not any(item.contains(span) for item in self.hours),
            Obstacle.BLACKOUT: any(item.overlaps(span) for item in self.blackouts),
            Obstacle.STUDENT_BUSY: any(item.overlaps(span) for item in self.student_taken),
            Obstacle.TAKEN: any(item.overlaps(span) for item in self.taken),
        }
        return [obstacle for obstacle, stands in standing.items() if stands]

    def nearest_starts(self, lesson: LessonTime, radius: timedelta) -> list[Start]:
        """The free starts closest to a lesson's that the student can have, none further away than `radius`."""
        window = InstantRange(lesson.starts_at - radius, lesson.starts_at + radius)
        first, last = (instant_to_wall(edge, lesson.timezone)[0] for edge in (window.start, window.end))
        open_starts = (
            start
            for day, free in by_day(self.free, days_between(first, last), lesson.timezone)
            for start in starts_within(free, day, lesson.duration_minutes, lesson.timezone)
            if window.start <= start.starts_at <= window.end
            and not self.is_student_busy(start, lesson.duration_minutes)
        )
        return nearest(open_starts, lesson.starts_at, ALTERNATIVES)


class ReasonCode(StrEnum):
    """Why a time is not offered, as its instructor is told: what takes it, and how."""

    NOT_LISTED = "not_listed"
    MISSING_HOUR = "missing_hour"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    OUTSIDE_HOURS = "outside_hours"
    BLACKOUT = "blackout"
    BOOKED = "booked"
    HOLD = "hold"
    BUFFER = "buffer"


@dataclass(frozen=True, slots=True)
class Taker:
    """A lesson or a live hold, and `blocked`: what it keeps from others, the buffers on both sides in it."""

    booking_id: uuid.UUID
    is_hold: bool
    lesson: InstantRange
    blocked: InstantRange
    buffer_minutes: int
    expires_at: datetime | None
    student_name: str

    def reason(self, wanted: InstantRange) -> ReasonCode | None:
        """How it stands in the way of another lesson; None when it does not."""
        if self.lesson.overlaps(wanted):
            return ReasonCode.HOLD if self.is_hold else ReasonCode.BOOKED
        return ReasonCode.BUFFER if self.blocked.overlaps(wanted) else None


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that keeps a time from being offered, with the lesson or hold behind it if there is one."""

    code: ReasonCode
    taker: Taker | None = None


def reasons(sheet: TimeSheet, takers: Sequence[Taker], lesson: LessonTime) -> list[Reason]:
    """All obstacles of an offer, what takes the time named one by one; empty exactly when the time is offered."""
    found: list[Reason] = []
    for obstacle in replace(sheet, taken=[taker.blocked for taker in takers]).obstacles(lesson):
        if obstacle is Obstacle.TAKEN:
            ways = ((taker, taker.reason(lesson.range)) for taker in takers)
            found += [Reason(code, taker) for taker, code in ways if code]
        else:
            found.append(Reason(ReasonCode(obstacle.value)))
    return found


# Several lessons at once


class Outcome(StrEnum):
    """What became of one of several lessons that were asked for, or would become of it."""

    BOOKED = "booked"
    AVAILABLE = "available"
    CONFLICT = "conflict"
    SKIPPED = "skipped"


# Another start on the day would not help, or not for long: such a date is left out.
LEAVES_A_DATE_OUT = frozenset({Obstacle.MISSING_HOUR, Obstacle.TOO_SOON, Obstacle.TOO_FAR, Obstacle.BLACKOUT})


def outcome_of(obstacle: Obstacle | None, if_nothing: Outcome) -> Outcome:
    if obstacle is None:
        return if_nothing
    return Outcome.SKIPPED if obstacle in LEAVES_A_DATE_OUT else Outcome.CONFLICT


@dataclass(frozen=True, slots=True)
class Findings:
    """The time sheet around several lessons, and what keeps each from its time; None for nothing."""

    sheet: TimeSheet
    obstacles: Sequence[Obstacle | None]

    @classmethod
    def of(cls, sheet: TimeSheet, lessons: Sequence[LessonTime], buffers: Sequence[int]) -> "Findings":
        """Each lesson against the sheet, and against those before it in the list with their buffers."""
        spans = [
            InstantRange(lesson.starts_at, lesson.ends_at + minutes(buffer))
            for lesson, buffer in zip(lessons, buffers, strict=True)
        ]
        return cls(
            sheet,
            [
                next(iter(sheet.obstacles(lesson)), None)
                or (Obstacle.TAKEN if any(span.overlaps(spans[at]) for span in spans[:at]) else None)
                for at, lesson in enumerate(lessons)
            ],
        )

    @property
    def all_fit(self) -> bool:
        return not any(self.obstacles)

    @property
    def fitting(self) -> list[int]:
        """Which of the lessons can be had, by their place in the list."""
        return [at for at, obstacle in enumerate(self.obstacles) if obstacle is None]

    def without(self, taken: Iterable[int]) -> "Findings":
        """The same, but for some whose time went meanwhile."""
        gone = set(taken)
        return Findings(self.sheet, [Obstacle.TAKEN if at in gone else item for at, item in enumerate(self.obstacles)])


def span_of(lessons: Iterable[LessonTime], margin: timedelta) -> InstantRange:
    """From the first of several lessons to the end of the last, with a margin on both sides."""
    ranges = [lesson.range for lesson in lessons]
    return InstantRange(min(item.start for item in ranges) - margin, max(item.end for item in ranges) + margin)
