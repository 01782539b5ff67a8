"""Free time as SQL: availability minus black-out days minus what is taken, cut to the minimum notice and the horizon.

The one definition of what can be booked, for one instructor or for all of them: offers, checks, acceptance and search
are made of it.

    free = free_time_select(now, window).subquery()
    select(Instructor).join(free, free.c.instructor_id == Instructor.id).where(free.c.free.contains(some_range))

`taken` is a lesson with its own buffer behind it and, before it, the buffer that the instructor has now. So a lesson
[start, end) can be booked exactly when it lies inside free time: the buffers of two lessons then never reach into
lessons, and may reach past the hours.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Interval,
    Select,
    Uuid,
    all_,
    any_,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSTZMULTIRANGE, TSTZRANGE, Range
from sqlalchemy.orm import InstrumentedAttribute

from app.availability.models import AvailabilitySlot, Blackout
from app.bookings.domain import MAX_BUFFER_MINUTES, minutes
from app.bookings.models import Booking
from app.core.timerange import InstantRange
from app.instructors.models import Instructor

InstructorIds = Sequence[uuid.UUID] | Select[uuid.UUID]
Sql = ColumnElement[Any]

INSTANT = DateTime(timezone=True)
NOTHING: Sql = cast(text("'{}'"), TSTZMULTIRANGE)
MINUTE: ColumnElement[timedelta] = literal_column("interval '1 minute'", Interval)
# Not "1 day", which is 23 or 25 hours when the clock changes.
DAY: ColumnElement[timedelta] = literal_column("interval '24 hours'", Interval)
# A wall-clock date is at most this far from the date in UTC.
ZONE_SLACK = timedelta(days=1)


def free_time_select(
    now: datetime, window: InstantRange, instructor_ids: InstructorIds | None = None
) -> Select[*tuple[Any, ...]]:
    """One row an instructor: `instructor_id` and the multirange `free`, which may be empty.

    Of all instructors, listed or not, when no ids are given: joining and filtering is the caller's.
    """
    return _free_time(_Inputs.given(now, window, instructor_ids))


def free_time_beside(now: datetime, window: InstantRange, instructor_id: Sql) -> FromClause:
    """The row of `free_time_select` for the instructor of each row that it is joined to.

    Instead of a list of ids, so that the indexes are asked for each of a few instructors: the planner, who cannot know
    how few they are, would rather read everybody's hours.
    """
    return _free_time(_Inputs.given(now, window, None, beside=instructor_id)).lateral("free_time")


def takes_time(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Bookings whose time is gone: a hold only while it lives."""
    return Booking.takes_time & or_(Booking.expires_at.is_(None), Booking.expires_at > now)


def blocked_time() -> Sql:
    """What a booking keeps from others: the lesson, its own buffer behind it and, before it, the instructor's now."""
    start = func.lower(Booking.occupied) - Instructor.buffer_minutes * MINUTE
    return func.tstzrange(start, func.upper(Booking.occupied), type_=TSTZRANGE)


def as_instant(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, INSTANT)


def parameters(
    now: datetime,
    window: InstantRange,
    instructors: uuid.UUID | Sequence[uuid.UUID],
    ignoring: Sequence[uuid.UUID] = (),
) -> dict[str, Any]:
    """Values for the statements below, of one instructor or of several; `ignoring` leaves bookings out."""
    first, last = _days(window)
    whose: dict[str, Any] = (
        {"asked_instructor_id": instructors}
        if isinstance(instructors, uuid.UUID)
        else {"instructor_ids": list(instructors)}
    )
    return whose | {
        "now": now,
        "window_start": window.start,
        "window_end": window.end,
        "reach_end": _reach_end(window),
        "first_day": first,
        "last_day": last,
        "ignoring": list(ignoring),
    }


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What free time depends on, besides the tables: as values, or as parameters of a statement that is built once."""

    now: ColumnElement[datetime]
    window: ColumnElement[Range[datetime]]
    reach: ColumnElement[Range[datetime]]
    first_day: ColumnElement[date]
    last_day: ColumnElement[date]
    ids: Sql | Select[uuid.UUID] | None
    ignoring: ColumnElement[Sequence[uuid.UUID]] | None
    beside: Sql | None = None
    one: Sql | None = None

    @classmethod
    def given(
        cls, now: datetime, window: InstantRange, ids: InstructorIds | None, beside: Sql | None = None
    ) -> "_Inputs":
        start, first_and_last = as_instant(window.start), _days(window)
        return cls(
            now=as_instant(now),
            window=_range(start, as_instant(window.end)),
            reach=_range(start, as_instant(_reach_end(window))),
            first_day=literal(first_and_last[0], Date),
            last_day=literal(first_and_last[1], Date),
            # One array, so that the statement is the same however many are asked for.
            ids=ids if ids is None or isinstance(ids, Select) else literal(list(ids), ARRAY(Uuid)),
            ignoring=None,
            beside=beside,
        )

    @classmethod
    def named(cls, *, one: Sql | None = None) -> "_Inputs":
        """Of those in a parameter, or of `one`: a plan for any list of ids would not be a good one for a single id."""
        start = bindparam("window_start", type_=INSTANT)
        return cls(
            now=NOW,
            window=_range(start, bindparam("window_end", type_=INSTANT)),
            reach=_range(start, bindparam("reach_end", type_=INSTANT)),
            first_day=bindparam("first_day", type_=Date),
            last_day=bindparam("last_day", type_=Date),
            ids=bindparam("instructor_ids", type_=ARRAY(Uuid)) if one is None else None,
            ignoring=IGNORING,
            one=one,
        )


@dataclass(frozen=True, slots=True)
class _Parts:
    """The multiranges that free time is made of, as columns over `source`."""

    source: FromClause
    earliest: ColumnElement[datetime]
    latest: ColumnElement[datetime]
    window: Sql
    hours: Sql
    blackouts: Sql
    taken: Sql

    @property
    def free(self) -> Sql:
        bookable = func.tstzmultirange(func.tstzrange(self.earliest, self.latest), type_=TSTZMULTIRANGE)
        return (self.hours - self.blackouts - self.taken) * bookable * func.tstzmultirange(self.window)

    @classmethod
    def of(cls, inputs: _Inputs) -> "_Parts":
        hours = _by_instructor(_hours(inputs), AvailabilitySlot.instructor_id, inputs, "hours")
        blackouts = _by_instructor(_blackouts(inputs), Blackout.instructor_id, inputs, "blackouts")
        taken = _by_instructor(_taken(inputs), Booking.instructor_id, inputs, "taken")
        source: FromClause = Instructor.__table__
        for part in (hours, blackouts, taken):
            source = source.outerjoin(part, part.c.instructor_id == Instructor.id)
        return cls(
            source=source,
            earliest=inputs.now + Instructor.min_notice_minutes * MINUTE,
            latest=inputs.now + Instructor.horizon_days * DAY,
            window=inputs.window,
            hours=_or_nothing(hours),
            blackouts=_or_nothing(blackouts),
            taken=_or_nothing(taken),
        )


def _free_time(inputs: _Inputs) -> Select[*tuple[Any, ...]]:
    parts = _Parts.of(inputs)
    rows = select(Instructor.id.label("instructor_id"), parts.free.label("free")).select_from(parts.source)
    return _wanted(rows, Instructor.id, inputs)


def _time_sheet(inputs: _Inputs) -> Select[*tuple[Any, ...]]:
    parts = _Parts.of(inputs)
    rows = select(
        parts.earliest.label("earliest"),
        parts.latest.label("latest"),
        parts.hours.label("hours"),
        parts.blackouts.label("blackouts"),
        parts.taken.label("taken"),
        parts.free.label("free"),
        Instructor.buffer_minutes,
    ).select_from(parts.source)
    return _wanted(rows, Instructor.id, inputs)


def _hours(inputs: _Inputs) -> Select[*tuple[Any, ...]]:
    # The dates are for the index; the spans decide.
    return select(AvailabilitySlot.instructor_id, _all_of(AvailabilitySlot.span)).where(
        AvailabilitySlot.specific_date.between(inputs.first_day, inputs.last_day),
        AvailabilitySlot.span.overlaps(inputs.window),
    )


def _blackouts(inputs: _Inputs) -> Select[*tuple[Any, ...]]:
    return select(Blackout.instructor_id, _all_of(Blackout.span)).where(Blackout.span.overlaps(inputs.window))


def _taken(inputs: _Inputs) -> Select[*tuple[Any, ...]]:
    rows = (
        select(Booking.instructor_id, _all_of(blocked_time()))
        .join(Instructor, Instructor.id == Booking.instructor_id)
        .where(takes_time(inputs.now), Booking.occupied.overlaps(inputs.reach))
    )
    return rows if inputs.ignoring is None else rows.where(Booking.id != all_(inputs.ignoring))


def _by_instructor(
    rows: Select[*tuple[Any, ...]], owner: InstrumentedAttribute[uuid.UUID], inputs: _Inputs, name: str
) -> FromClause:
    return _wanted(rows, owner, inputs).group_by(owner).subquery(name)


def _wanted(
    rows: Select[*tuple[Any, ...]], owner: InstrumentedAttribute[uuid.UUID], inputs: _Inputs
) -> Select[*tuple[Any, ...]]:
    if inputs.one is not None:
        return rows.where(owner == inputs.one)
    if inputs.beside is not None:
        return rows.where(owner == inputs.beside).correlate(inputs.beside.table)
    return rows if inputs.ids is None else rows.where(_among(owner, inputs.ids))


def _among(column: InstrumentedAttribute[uuid.UUID], ids: Sql | Select[uuid.UUID]) -> ColumnElement[bool]:
    return column.in_(ids) if isinstance(ids, Select) else column == any_(ids)


def _all_of(span: Sql | InstrumentedAttribute[Any]) -> Sql:
    return func.range_agg(span, type_=TSTZMULTIRANGE).label("spans")


def _or_nothing(part: FromClause) -> Sql:
    return func.coalesce(part.c.spans, NOTHING, type_=TSTZMULTIRANGE)


def _range(start: ColumnElement[datetime], end: ColumnElement[datetime]) -> ColumnElement[Range[datetime]]:
    return func.tstzrange(start, end, type_=TSTZRANGE)


def _reach_end(window: InstantRange) -> datetime:
    """A lesson after the window may reach into it with the buffer that is wanted before it."""
    return window.end + minutes(MAX_BUFFER_MINUTES)


def _days(window: InstantRange) -> tuple[date, date]:
    return (window.start - ZONE_SLACK).date(), (window.end + ZONE_SLACK).date()


NOW: ColumnElement[datetime] = bindparam("now", type_=INSTANT)
IGNORING: ColumnElement[Sequence[uuid.UUID]] = bindparam("ignoring", type_=ARRAY(Uuid))
INSTRUCTOR_ID: ColumnElement[uuid.UUID] = bindparam("asked_instructor_id", type_=Uuid)
_OF_SEVERAL, _OF_ONE = _Inputs.named(), _Inputs.named(one=INSTRUCTOR_ID)
WINDOW = _OF_SEVERAL.window
REACH = _OF_SEVERAL.reach

# Built once, because building takes longer than running: executed with `parameters(...)`.
FREE_TIME_OF_SEVERAL = _free_time(_OF_SEVERAL)
"""Of the instructors named, as `free_time_select`."""
FREE_TIME_OF_ONE = _free_time(_OF_ONE)
TIME_SHEET = _time_sheet(_OF_SEVERAL)
"""Of one instructor, with everything that made their free time what it is."""
