"""The one opening of the calendar that would have shown an instructor in the most searches. Pure.

A search counts when the instructor meets all that it asked for but the time: subject, price, place, area, level, age
and length; when none of their hours on the days in question would do; and when a lesson of that length lies in the
opening on one of these days, far enough ahead for their notice and within their horizon.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.enums import AgeGroup, Level, Place
from app.core.timerange import MINUTES_PER_DAY, MinuteRange
from app.instructors.domain import DEFAULT_DURATION_MINUTES
from app.search.domain import Constraints, Weekday

OPENING_MINUTES = 120
OPENINGS = tuple(MinuteRange(start, start + OPENING_MINUTES) for start in range(6 * 60, 22 * 60 + 1, 60))
IN_PERSON = frozenset({Place.AT_INSTRUCTOR, Place.AT_STUDENT})


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, and the date and minute at which it was made where the instructor is."""

    constraints: Constraints
    on: date
    minute: int


@dataclass(frozen=True, slots=True)
class Taught:
    """A listed offering."""

    subject: str
    category: str
    rate_cents: int
    durations: Sequence[int]
    places: Sequence[Place]
    levels: Sequence[Level]
    age_groups: Sequence[AgeGroup]


@dataclass(frozen=True, slots=True)
class Teaching:
    """An instructor as searches see them; `areas` are neighbourhoods with their boroughs."""

    offerings: Sequence[Taught]
    areas: Mapping[str, str]
    hours: Mapping[date, Sequence[MinuteRange]]
    blackouts: frozenset[date]
    min_notice_minutes: int
    horizon_days: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a group of searches had in common: subject, and neighbourhood or borough where one was named."""

    subject: str
    area: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours of a weekday that are not offered, in how many searches they would have shown the instructor."""

    weekday: Weekday
    hours: MinuteRange
    searches: int
    most_common: Wish
    most_common_searches: int


def best_opening(searches: Sequence[Asked], teaching: Teaching) -> Opening | None:
    """The one with the most searches; of equals the earliest in the week. None when none would have helped."""
    wishes: defaultdict[tuple[int, MinuteRange], Counter[Wish]] = defaultdict(Counter)
    for asked in searches:
        taught = fitting_offering(asked.constraints, teaching)
        if taught is None:
            continue
        wish = Wish(taught.subject, named_area(asked.constraints, teaching))
        for opening in openings_for(asked, minutes_of(taught, asked.constraints), teaching):
            wishes[opening][wish] += 1
    if not wishes:
        return None
    (weekday, hours), counted = min(wishes.items(), key=lambda item: (-item[1].total(), item[0]))
    wish, number = min(counted.items(), key=lambda item: (-item[1], item[0].subject, item[0].area or ""))
    return Opening(list(Weekday)[weekday], hours, counted.total(), wish, number)


def fitting_offering(wanted: Constraints, teaching: Teaching) -> Taught | None:
    """The first offering that meets everything but the time."""
    if not _is_in_area(wanted, teaching):
        return None
    return next((taught for taught in teaching.offerings if _fits(taught, wanted)), None)


def _is_in_area(wanted: Constraints, teaching: Teaching) -> bool:
    near = not wanted.neighborhoods or any(area in teaching.areas for area in wanted.neighborhoods)
    return near and (not wanted.boroughs or not set(wanted.boroughs).isdisjoint(teaching.areas.values()))


def _fits(taught: Taught, wanted: Constraints) -> bool:
    return (
        _is_about(taught, wanted)
        and _is_at_a_rate(taught, wanted)
        and _is_for(taught, wanted)
        and _is_at_a_place(taught, wanted)
    )


def _is_about(taught: Taught, wanted: Constraints) -> bool:
    return (
        (not wanted.subjects or taught.subject in wanted.subjects)
        and taught.subject not in wanted.excluded_subjects
        and wanted.category in (None, taught.category)
    )


def _is_at_a_rate(taught: Taught, wanted: Constraints) -> bool:
    at_most = taught.rate_cents if wanted.max_rate_cents is None else wanted.max_rate_cents
    return (wanted.min_rate_cents or 0) <= taught.rate_cents <= at_most


def _is_for(taught: Taught, wanted: Constraints) -> bool:
    return (
        (wanted.duration_minutes is None or wanted.duration_minutes in taught.durations)
        and (wanted.level is None or wanted.level in taught.levels)
        and (wanted.age_group is None or wanted.age_group in taught.age_groups)
    )


def _is_at_a_place(taught: Taught, wanted: Constraints) -> bool:
    """Whoever names an area wants to meet there unless they said where."""
    if set(taught.places) <= set(wanted.excluded_places):
        return False
    if wanted.place is not None:
        return wanted.place in taught.places
    names_an_area = bool(wanted.neighborhoods or wanted.boroughs)
    return not names_an_area or not IN_PERSON.isdisjoint(taught.places)


def named_area(wanted: Constraints, teaching: Teaching) -> str | None:
    served = (area for area in wanted.neighborhoods if area in teaching.areas)
    return next(served, wanted.boroughs[0] if wanted.boroughs else None)


def minutes_of(taught: Taught, wanted: Constraints) -> int:
    """As search takes it when nobody said how long."""
    if wanted.duration_minutes is not None:
        return wanted.duration_minutes
    return DEFAULT_DURATION_MINUTES if DEFAULT_DURATION_MINUTES in taught.durations else min(taught.durations)


def openings_for(asked: Asked, minutes: int, teaching: Teaching) -> Iterator[tuple[int, MinuteRange]]:
    """Weekdays (Monday is 0) and hours that would have done; none when the instructor's own hours would."""
    wanted = asked.constraints
    first, last = wanted.start_time or 0, wanted.end_time or MINUTES_PER_DAY
    days = list(_days(asked, teaching))
    if any(_holds(item, first, last, minutes) for day in days for item in teaching.hours.get(day, ())):
        return
    for opening in OPENINGS:
        if _holds(opening, first, last, minutes):
            latest = min(opening.end, last) - minutes
            yield from sorted({(day.weekday(), opening) for day in days if _is_in_time(asked, day, latest, teaching)})


def _days(asked: Asked, teaching: Teaching) -> Iterator[date]:
    """The dates that would do, as far as the horizon reaches."""
    wanted = asked.constraints
    horizon = asked.on + timedelta(days=teaching.horizon_days)
    day, last = max(wanted.date_from or asked.on, asked.on), min(wanted.date_to or horizon, horizon)
    weekdays = {list(Weekday).index(weekday) for weekday in wanted.weekdays} or set(range(7))
    while day <= last:
        if day.weekday() in weekdays and day not in teaching.blackouts:
            yield day
        day += timedelta(days=1)


def _holds(hours: MinuteRange, first: int, last: int, minutes: int) -> bool:
    return max(hours.start, first) + minutes <= min(hours.end, last)


def _is_in_time(asked: Asked, day: date, latest: int, teaching: Teaching) -> bool:
    ahead = (day - asked.on).days * MINUTES_PER_DAY + latest - asked.minute
    return ahead >= teaching.min_notice_minutes
