"""The rules of series: which dates one has, and which of its lessons a change is about. Pure."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

MIN_LESSONS, MAX_LESSONS = 2, 26
MIN_INTERVAL_WEEKS, MAX_INTERVAL_WEEKS = 1, 2


class SeriesMode(StrEnum):
    """What becomes of a series when some of its lessons cannot be booked."""

    ALL_OR_NOTHING = "all_or_nothing"
    BEST_EFFORT = "best_effort"


class Scope(StrEnum):
    """Which lessons of a series a change is about: one, it and those after it, or all."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


def dates_of(first: date, interval_weeks: int, count: int) -> list[date]:
    """The same day of the week, every week or every other one; the time on the clock is the same for all of them."""
    return [first + timedelta(weeks=interval_weeks * number) for number in range(count)]


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson of a series as a change sees it; `is_open` when the change can happen to it now."""

    booking_id: uuid.UUID
    date: date
    starts_at: datetime
    is_open: bool


def in_scope(steps: Iterable[Step], scope: Scope, chosen: Step | None) -> list[Step]:
    """The lessons that a change is about, by time. Several leave alone those to which it cannot happen any more.

    `chosen` is the one, or the one from which on; `all` needs none.
    """
    if scope is Scope.ONE:
        return [] if chosen is None else [chosen]
    first = chosen.starts_at if scope is Scope.FOLLOWING and chosen is not None else None
    open_steps = (step for step in steps if step.is_open and (first is None or step.starts_at >= first))
    return sorted(open_steps, key=lambda step: step.starts_at)


def shifted(steps: Iterable[Step], chosen: Step, to: date) -> dict[uuid.UUID, date]:
    """Each lesson's new date when the chosen one goes to `to`: all go as many days."""
    days = to - chosen.date
    return {step.booking_id: step.date + days for step in steps}
