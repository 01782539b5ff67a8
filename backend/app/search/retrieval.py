"""The one query behind search and browse, composed of free time as bookings define it.

    pairs     an offering with its instructor that meets every constraint that needs no calendar
    segments  runs of quarter hours at which a lesson of the pair's length can begin: inside free time, on an
              asked-for day, not before the asked-for time, over by the asked-for end
    ranked    each pair with its first start, its distance and the parts of its score

A wall-clock start means the first of two (`app/core/timerange.py`), so none lies in the second run of an hour that
happens twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Interval,
    Numeric,
    Select,
    and_,
    any_,
    case,
    cast,
    column,
    func,
    literal,
    literal_column,
    null,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import TSTZRANGE, aggregate_order_by
from sqlalchemy.sql.expression import ColumnClause, TableValuedAlias
from sqlalchemy.sql.functions import FunctionElement

from app.accounts.models import User
from app.bookings.domain import BookingStatus, Side
from app.bookings.free_time import as_instant, free_time_beside
from app.bookings.models import Booking
from app.catalog.models import Subject
from app.core.enums import Place
from app.core.timerange import MINUTES_PER_DAY, InstantRange
from app.geo.domain import EARTH_RADIUS_MILES
from app.geo.models import Neighborhood
from app.instructors.domain import DEFAULT_DURATION_MINUTES, MAX_HORIZON_DAYS, REVIEWS_BEFORE_AVERAGE_SHOWS
from app.instructors.models import Instructor, Offering, ServiceArea
from app.search.domain import NOW_HOURS, STARTS_SHOWN, Constraints, Origin, SubjectMatch
from app.search.ranking import (
    DISTANCE_MILES,
    FRESHNESS_DAYS,
    LEAST_KEPT,
    NEW_PLACE_IN,
    PRIOR_KEPT,
    PRIOR_LESSONS,
    PRIOR_REVIEWS,
    PRIOR_STARS,
    RELIABILITY_DAYS,
    SUBJECT_FIT,
    TIME_FIT_HOURS,
    Part,
)

AnyColumn = ColumnElement[Any]

# A wall-clock date is at most this far from the date in UTC; a lesson that begins on the last day ends on the next.
SLACK = timedelta(days=2)
QUARTER_HOUR_SECONDS = 900
MINUTE: ColumnElement[timedelta] = literal_column("interval '1 minute'", Interval)
QUARTER_HOUR: ColumnElement[timedelta] = literal_column("interval '15 minutes'", Interval)
# More quarter hours than any repeated time lasts, besides those that are shown.
STARTS_LOOKED_AT: ColumnElement[timedelta] = literal_column("interval '2 hours'", Interval)
DAY: ColumnElement[timedelta] = literal_column("interval '1 day'", Interval)
# Behind a place that somebody has who is not new, and before the next.
HALF: AnyColumn = literal_column("0.5", Numeric)
IN_PERSON = (Place.AT_INSTRUCTOR.value, Place.AT_STUDENT.value)


@dataclass(frozen=True, slots=True)
class Lookout:
    """From when and how far ahead free time is looked at, in dates, both included."""

    now: datetime
    first: date
    last: date

    @property
    def window(self) -> InstantRange:
        """Every instant that can matter on these dates, whatever the zone."""
        opens = datetime.combine(self.first, time(), UTC) - SLACK
        closes = datetime.combine(max(self.first, self.last), time(), UTC) + SLACK
        return InstantRange(max(opens, self.now), max(closes, self.now + SLACK))

    @classmethod
    def over(cls, constraints: Constraints, now: datetime, days_ahead: int) -> "Lookout":
        """The dates asked for, or as many days ahead; never past what anybody's horizon reaches."""
        today = now.date()
        reach = MAX_HORIZON_DAYS if constraints.asks_for_a_time else days_ahead
        if constraints.available_now:
            reach = 0
        earliest, latest = today - timedelta(days=1), today + timedelta(days=reach + 1)
        return cls(now, max(constraints.date_from or earliest, earliest), min(constraints.date_to or latest, latest))


# Pairs


def pairs(constraints: Constraints) -> Select[*tuple[Any, ...]]:
    """An offering of a listed instructor in each row, with the length of the lesson in question."""
    return (
        select(
            Offering.instructor_id,
            Offering.id.label("offering_id"),
            Offering.rate_cents,
            Instructor.timezone,
            Instructor.rating_sum,
            Instructor.review_count,
            Instructor.created_at,
            _minutes(constraints).label("minutes"),
            _fit(constraints).label("fit"),
        )
        .join(Instructor, Instructor.id == Offering.instructor_id)
        .join(User, User.id == Instructor.id)
        .where(*_conditions(constraints))
    )


def _minutes(constraints: Constraints) -> AnyColumn:
    """As `instructors.domain.default_duration` when nobody said how long."""
    if constraints.duration_minutes is not None:
        return literal(constraints.duration_minutes)
    an_hour = literal(DEFAULT_DURATION_MINUTES)
    sold = func.unnest(Offering.durations).column_valued("sold")
    shortest = select(func.min(sold)).scalar_subquery()
    return case((an_hour == any_(Offering.durations), an_hour), else_=shortest)


def _fit(constraints: Constraints) -> AnyColumn:
    """One who teaches only what level and age were asked for fits wholly, one who teaches two of each by half."""
    taught = [
        (constraints.level, Offering.levels),
        (constraints.age_group, Offering.age_groups),
    ]
    shares = [cast(1, Numeric) / func.cardinality(column) for asked, column in taught if asked is not None]
    return sum(shares[1:], start=shares[0]) / len(shares) if shares else cast(null(), Numeric)


def _conditions(constraints: Constraints) -> Iterator[ColumnElement[bool]]:
    yield and_(Offering.is_listed, Instructor.is_listed, User.is_active)
    yield from _subject_conditions(constraints)
    yield from _place_conditions(constraints)
    if constraints.min_rate_cents is not None:
        yield Offering.rate_cents >= constraints.min_rate_cents
    if constraints.max_rate_cents is not None:
        yield Offering.rate_cents <= constraints.max_rate_cents
    if constraints.duration_minutes is not None:
        yield Offering.durations.contains([constraints.duration_minutes])
    if constraints.level is not None:
        yield Offering.levels.contains([constraints.level])
    if constraints.age_group is not None:
        yield Offering.age_groups.contains([constraints.age_group])


def _subject_conditions(constraints: Constraints) -> Iterator[ColumnElement[bool]]:
    if constraints.subjects:
        yield Offering.subject_slug.in_(constraints.subjects)
    if constraints.excluded_subjects:
        yield Offering.subject_slug.not_in(constraints.excluded_subjects)
    if constraints.category is not None:
        of_category = select(Subject.slug).where(Subject.category_slug == constraints.category)
        yield Offering.subject_slug.in_(of_category)


def _place_conditions(constraints: Constraints) -> Iterator[ColumnElement[bool]]:
    """Somebody who names a part of the city wants to meet there, unless they name another place."""
    area = select(ServiceArea.instructor_id).where(ServiceArea.instructor_id == Instructor.id)
    if constraints.neighborhoods:
        yield area.where(ServiceArea.neighborhood_slug.in_(constraints.neighborhoods)).exists()
    if constraints.boroughs:
        in_borough = select(Neighborhood.slug).where(Neighborhood.borough_slug.in_(constraints.boroughs))
        yield area.where(ServiceArea.neighborhood_slug.in_(in_borough)).exists()
    if constraints.excluded_places:
        yield Offering.places.overlap([place for place in Place if place not in constraints.excluded_places])
    if constraints.place is not None:
        yield Offering.places.contains([constraints.place])
    elif constraints.neighborhoods or constraints.boroughs:
        yield Offering.places.overlap(IN_PERSON)


# When


def segments(candidates: FromClause, constraints: Constraints, lookout: Lookout) -> Select[Any]:
    """`instructor_id`, `offering_id`, the first and last start of each run and its day; nothing for who has no time."""
    free = free_time_beside(lookout.now, lookout.window, candidates.c.instructor_id)
    piece = _rows_of(func.unnest(free.c.free), column("span", TSTZRANGE))
    span, zone = piece.c.span, candidates.c.timezone
    day = _dates(_local_day(func.lower(span), zone), _local_day(func.upper(span), zone))
    zones = select(zone.label("zone")).distinct().subquery("zones")
    days = _computed_once(_days(zones, constraints, lookout)).subquery("calendar")
    first = _quarter_hour_from(func.greatest(func.lower(span), days.c.opens))
    run = _computed_once(
        select(
            candidates.c.instructor_id,
            candidates.c.offering_id,
            case((days.c.again.contains(first), func.upper(days.c.again)), else_=first).label("first"),
            _last_start(func.least(func.upper(span), days.c.closes), candidates.c.minutes, constraints, lookout),
            days.c.again,
            days.c.ends,
            days.c.day,
        )
        .select_from(candidates)
        .join(free, true())
        .join(piece, true())
        .join(day, true())
        .join(days, (days.c.zone == zone) & (days.c.day == day.c.day))
    ).subquery("run")
    return select(run).where(run.c.first <= run.c.last, run.c.first < run.c.ends)


def _last_start(closes: AnyColumn, minutes: AnyColumn, constraints: Constraints, lookout: Lookout) -> AnyColumn:
    last = closes - minutes * MINUTE
    if constraints.available_now:
        last = func.least(last, as_instant(lookout.now + timedelta(hours=NOW_HOURS)))
    return last.label("last")


def _computed_once(query: Select[Any]) -> Select[Any]:
    """Keeps the planner from writing a column's expression into every place where the column is used."""
    return query.offset(literal_column("0"))


def _days(zones: FromClause, constraints: Constraints, lookout: Lookout) -> Select[Any]:
    """Each date in each zone: when it opens and ends, when it closes if an end was asked for, what repeats in it."""
    dates = _dates(literal(lookout.first, Date), literal(lookout.last, Date))
    day = dates.c.day
    opens = _wall(day, zones.c.zone, constraints.start_time or 0)
    ends = _wall(day, zones.c.zone, MINUTES_PER_DAY)
    closes = null() if constraints.end_time is None else _wall(day, zones.c.zone, constraints.end_time)
    starts = _wall(day, zones.c.zone, 0)
    again = case((ends - starts > literal_column("interval '24 hours'"), _repeated(starts, ends, zones.c.zone)))
    query = select(
        zones.c.zone,
        day,
        opens.label("opens"),
        ends.label("ends"),
        cast(closes, DateTime(timezone=True)).label("closes"),
        again.label("again"),
    ).select_from(zones.join(dates, true()))
    if constraints.weekdays:
        query = query.where(func.extract("isodow", day).in_([weekday.iso for weekday in constraints.weekdays]))
    return query


def _repeated(starts: AnyColumn, ends: AnyColumn, zone: AnyColumn) -> AnyColumn:
    """The second run of the hour that happens twice on a long day."""
    quarter = func.generate_series(starts, ends - QUARTER_HOUR, QUARTER_HOUR).column_valued("quarter")
    again = func.wall_instant(func.timezone(zone, quarter), zone) != quarter
    span = func.tstzrange(func.min(quarter), func.max(quarter) + QUARTER_HOUR, type_=TSTZRANGE)
    return select(span).where(again).scalar_subquery()


def _dates(first: AnyColumn, last: AnyColumn) -> TableValuedAlias:
    """Each date from the first to the last, as the column `day` of timestamps."""
    return _rows_of(func.generate_series(cast(first, DateTime), cast(last, DateTime), DAY), column("day", DateTime))


def _rows_of(function: FunctionElement[Any], name: ColumnClause[Any]) -> TableValuedAlias:
    """A function's rows as a table of one column; it may use what stands before it in the FROM."""
    return function.table_valued(name).render_derived(name=f"{name.name}s")


def _wall(day: AnyColumn, zone: AnyColumn, minute: int) -> AnyColumn:
    return func.wall_instant(day + literal(minute, Integer) * MINUTE, zone, type_=DateTime(timezone=True))


def _local_day(instant: AnyColumn, zone: AnyColumn) -> AnyColumn:
    return cast(func.timezone(zone, instant, type_=DateTime), Date)


def _quarter_hour_from(instant: AnyColumn) -> AnyColumn:
    """The first quarter hour from then on; every zone in use is a multiple of it away from UTC."""
    seconds = func.ceil(func.extract("epoch", instant) / QUARTER_HOUR_SECONDS) * QUARTER_HOUR_SECONDS
    return func.to_timestamp(seconds, type_=DateTime(timezone=True))


def next_starts(runs: FromClause) -> Select[Any]:
    """`offering_id` and `starts`: the first `STARTS_SHOWN` or more starts of its first runs, in order of time."""
    number = func.row_number().over(partition_by=runs.c.offering_id, order_by=runs.c.first)
    numbered = select(runs, number.label("number")).subquery("numbered")
    until = func.least(numbered.c.last, numbered.c.ends - QUARTER_HOUR, numbered.c.first + STARTS_LOOKED_AT)
    start = _rows_of(func.generate_series(numbered.c.first, until, QUARTER_HOUR), column("at", DateTime(timezone=True)))
    starts = func.array_agg(aggregate_order_by(start.c.at, start.c.at), type_=ARRAY(DateTime(timezone=True)))
    return (
        select(numbered.c.offering_id, starts.label("starts"))
        .select_from(numbered.join(start, true()))
        .where(numbered.c.number <= STARTS_SHOWN, numbered.c.again.is_(None) | ~numbered.c.again.contains(start.c.at))
        .group_by(numbered.c.offering_id)
    )


# How good


def distance_miles(instructor_id: AnyColumn, origin: Origin) -> AnyColumn:
    """To the middle of the nearest neighbourhood that the instructor serves; null without one."""
    latitude, longitude = func.radians(Neighborhood.latitude), func.radians(Neighborhood.longitude)
    here, there = func.radians(origin.latitude), func.radians(origin.longitude)
    haversine = func.power(func.sin((latitude - here) / 2), 2) + func.cos(latitude) * func.cos(here) * func.power(
        func.sin((longitude - there) / 2), 2
    )
    miles = func.min(2 * EARTH_RADIUS_MILES * func.asin(func.sqrt(haversine)))
    nearest = (
        select(func.round(cast(miles, Numeric), 1))
        .select_from(ServiceArea)
        .join(Neighborhood, Neighborhood.slug == ServiceArea.neighborhood_slug)
        .where(ServiceArea.instructor_id == instructor_id)
    )
    return nearest.scalar_subquery()


def lessons_kept(instructor_id: AnyColumn, now: datetime) -> FromClause:
    """How many of the last half year's lessons an instructor gave (`kept`), and how many they cancelled (`broken`)."""
    gave = Booking.status.in_([BookingStatus.COMPLETED, BookingStatus.NO_SHOW])
    cancelled = (Booking.status == BookingStatus.CANCELLED) & (Booking.cancelled_by == Side.INSTRUCTOR)
    return (
        select(func.count().filter(gave).label("kept"), func.count().filter(cancelled).label("broken"))
        .select_from(Booking)
        .where(
            Booking.instructor_id == instructor_id,
            Booking.starts_at >= as_instant(now - timedelta(days=RELIABILITY_DAYS)),
        )
        .correlate(instructor_id.table)
        .lateral("lessons")
    )


def is_new(rows: FromClause, now: datetime) -> ColumnElement[bool]:
    """Came within the last weeks and has hardly a review: who nobody could know."""
    since = as_instant(now - timedelta(days=FRESHNESS_DAYS))
    return and_(rows.c.created_at >= since, rows.c.review_count < REVIEWS_BEFORE_AVERAGE_SHOWS)


def places_with_a_share(rows: FromClause, order: Sequence[AnyColumn], now: datetime) -> tuple[AnyColumn, AnyColumn]:
    """A place in line that keeps one in `NEW_PLACE_IN` for who is new, and whether somebody got theirs by this.

    Whoever is new stands where the order puts them, or further in front: the k-th of them behind at most
    (`NEW_PLACE_IN` - 1) x k of the others.
    """
    new = is_new(rows, now)
    so_far: dict[str, Any] = {"order_by": order, "rows": (None, 0)}
    others, newcomers = func.count().filter(~new).over(**so_far), func.count().filter(new).over(**so_far)
    own, kept = others + HALF, (NEW_PLACE_IN - 1) * newcomers + HALF
    return case((new, func.least(own, kept)), else_=others), and_(new, kept < own)


def part_values(
    pair: FromClause,
    first: AnyColumn,
    distance: AnyColumn | None,
    asked: Constraints,
    match: SubjectMatch,
    now: datetime,
) -> Mapping[Part, AnyColumn]:
    """Each part between 0 and 1, in four decimals, so that sums are exact; those of which nothing is known are not."""
    stars = (pair.c.rating_sum + PRIOR_REVIEWS * PRIOR_STARS) / (pair.c.review_count + PRIOR_REVIEWS)
    kept = (pair.c.kept + PRIOR_LESSONS * PRIOR_KEPT) / (pair.c.kept + pair.c.broken + PRIOR_LESSONS)
    days_here = func.extract("epoch", as_instant(now) - pair.c.created_at) / 86_400
    hours_until = func.extract("epoch", first - as_instant(now)) / 3_600
    dearer = func.percent_rank().over(order_by=pair.c.rate_cents.desc())
    values: dict[Part, AnyColumn] = {
        Part.SUBJECT_FIT: literal(SUBJECT_FIT[match], Numeric),
        Part.TIME_FIT: 1 - hours_until / TIME_FIT_HOURS,
        Part.RATING: (stars - 1) / 4,
        Part.PRICE_FIT: cast(dearer, Numeric),
        Part.RELIABILITY: (kept - LEAST_KEPT) / (1 - LEAST_KEPT),
        Part.FRESHNESS: 1 - days_here / FRESHNESS_DAYS,
    }
    if asked.level is not None or asked.age_group is not None:
        values[Part.LEVEL_AND_AGE_FIT] = pair.c.fit
    if distance is not None:
        values[Part.DISTANCE] = 1 - distance / DISTANCE_MILES
    return {part: _bounded(value) for part, value in values.items()}


def _bounded(value: AnyColumn) -> AnyColumn:
    return func.round(func.least(func.greatest(func.coalesce(cast(value, Numeric), 0), 0), 1), 4)
