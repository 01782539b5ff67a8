"""The statements of analytics: sums, facts, and what is read off the events themselves."""

import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, func, select, text

from app.analytics.domain import CITY_TIMEZONE, TOTALS, Grain, Period, Totals
from app.analytics.models import InstructorFacts, SearchSum, SubjectFacts
from app.availability.models import AvailabilitySlot, Blackout
from app.catalog.models import Subject
from app.core.repository import BaseRepository
from app.core.timerange import MinuteRange
from app.geo.models import Neighborhood
from app.instructors.models import Instructor, Offering, ServiceArea

# Each search with what came of it. `is_first` is the search itself, the others are later pages of one.
_SEARCHES = """
SELECT e.*, e.first_position = 1 AS is_first, coalesce(e.user_id, e.guest_session_id) AS person,
       coalesce(i.views, 0) AS views, coalesce(i.clicks, 0) AS clicks, coalesce(i.bookings, 0) AS bookings,
       coalesce(i.views + i.clicks > 0, false) AS is_viewed, coalesce(i.bookings > 0, false) AS is_booked,
       i.best_position, i.first_ms
FROM search_events e
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE kind = 'view') AS views, count(*) FILTER (WHERE kind = 'click') AS clicks,
           count(*) FILTER (WHERE kind = 'book') AS bookings,
           min(greatest(position, 1)) FILTER (WHERE kind <> 'book') AS best_position,
           min(ms_since_search) FILTER (WHERE kind <> 'book') AS first_ms
    FROM search_interactions WHERE search_id = e.id
) i ON true
WHERE e.at >= :since AND e.at < :until AND e.device <> 'bot'
"""

_BUCKETS = {
    Grain.HOUR: "date_trunc('hour', at)",
    Grain.DAY: f"date_trunc('day', at AT TIME ZONE '{CITY_TIMEZONE}') AT TIME ZONE '{CITY_TIMEZONE}'",
}

_TOTALS = """
count(*) FILTER (WHERE is_first) AS searches,
count(*) FILTER (WHERE NOT is_first) AS later_pages,
count(*) FILTER (WHERE is_first AND total = 0) AS without_results,
count(*) FILTER (WHERE is_first AND cardinality(unrecognized) > 0) AS not_understood,
coalesce(sum(total) FILTER (WHERE is_first), 0) AS results,
count(*) FILTER (WHERE is_first AND is_viewed) AS viewed,
count(*) FILTER (WHERE is_first AND is_booked) AS booked,
coalesce(sum(views), 0) AS views,
coalesce(sum(clicks), 0) AS clicks,
coalesce(sum(bookings), 0) AS bookings,
coalesce(sum(1.0 / best_position) FILTER (WHERE is_first AND is_viewed), 0)::float AS rank_sum,
coalesce(sum(took_ms) FILTER (WHERE is_first), 0) AS took_ms
"""

_PERCENTILES = """
coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE is_first), 0) AS p50_ms,
coalesce(percentile_disc(0.95) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE is_first), 0) AS p95_ms,
coalesce(percentile_disc(0.99) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE is_first), 0) AS p99_ms
"""

_PEOPLE = "count(DISTINCT person) AS people"


def _sums(grain: Grain) -> str:
    """A row for each hour or day that has events, in the shape of `SearchSum`."""
    return f"""
SELECT '{grain.value}' AS grain, {_BUCKETS[grain]} AS starts_at, {_TOTALS}, {_PEOPLE}, {_PERCENTILES}
FROM ({_SEARCHES}) s GROUP BY 2
"""


_COLUMNS = [column.name for column in SearchSum.__table__.columns]
_KEY = ("grain", "starts_at")


def _put_sums(grain: Grain) -> str:
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _KEY)
    return (
        f"INSERT INTO search_sums ({', '.join(_COLUMNS)}) SELECT {', '.join(_COLUMNS)} FROM ({_sums(grain)}) new "
        f"ON CONFLICT (grain, starts_at) DO UPDATE SET {changes}"
    )


def _summed(grain: Grain) -> str:
    """Hours or days that were summed, and from the newest of them on what the events say at this moment."""
    columns, since = ", ".join(_COLUMNS), "greatest(CAST(:since AS timestamptz), CAST(:live AS timestamptz))"
    return f"""
SELECT {columns} FROM search_sums
WHERE grain = '{grain.value}' AND starts_at >= :since
  AND starts_at < least(CAST(:live AS timestamptz), CAST(:until AS timestamptz))
UNION ALL
SELECT {columns} FROM ({_sums(grain).replace(":since", since)}) live
"""


_POPULAR_SUBJECTS = f"""
SELECT subject.slug, names.name, count(*) AS searches, count(*) FILTER (WHERE total = 0) AS without_results,
       count(*) FILTER (WHERE is_viewed) AS viewed, count(*) FILTER (WHERE is_booked) AS booked
FROM ({_SEARCHES}) s
CROSS JOIN LATERAL jsonb_array_elements_text(understood -> 'subjects') AS subject(slug)
JOIN subjects names ON names.slug = subject.slug
WHERE is_first GROUP BY 1, 2 ORDER BY searches DESC, slug LIMIT :limit
"""

_POPULAR_AREAS = f"""
SELECT area.slug, names.name, count(*) AS searches, count(*) FILTER (WHERE total = 0) AS without_results,
       count(*) FILTER (WHERE is_viewed) AS viewed, count(*) FILTER (WHERE is_booked) AS booked
FROM ({_SEARCHES}) s
CROSS JOIN LATERAL jsonb_array_elements_text(understood -> 'neighborhoods') AS area(slug)
JOIN neighborhoods names ON names.slug = area.slug
WHERE is_first GROUP BY 1, 2 ORDER BY searches DESC, slug LIMIT :limit
"""

_QUERIES = f"""
SELECT lower(q) AS q, count(*) AS searches, count(DISTINCT person) AS people,
       count(*) FILTER (WHERE total = 0) AS without_results,
       count(*) FILTER (WHERE is_viewed) AS viewed, count(*) FILTER (WHERE is_booked) AS booked
FROM ({_SEARCHES}) s WHERE is_first AND q IS NOT NULL
GROUP BY 1 ORDER BY searches DESC, q
"""

_ZERO_RESULTS = f"""
SELECT lower(q) AS q, jsonb_strip_nulls(understood) AS understood, count(*) AS searches,
       count(DISTINCT person) AS people, max(at) AS last_searched_at
FROM ({_SEARCHES}) s WHERE is_first AND total = 0
GROUP BY 1, 2 ORDER BY searches DESC, last_searched_at DESC
"""

_DEVICES = f"""
SELECT device, {_TOTALS} FROM ({_SEARCHES}) s GROUP BY 1 ORDER BY searches DESC, device
"""

_TIME_TO_LOOK = f"""
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY first_ms) / 1000.0 FROM ({_SEARCHES}) s
WHERE is_first AND first_ms IS NOT NULL
"""

_PERFORMANCE = f"""
SELECT count(*) FILTER (WHERE is_first) AS searches, {_PERCENTILES},
       coalesce(round(avg(took_ms) FILTER (WHERE is_first), 1), 0)::float AS average_ms,
       count(*) FILTER (WHERE is_first AND took_ms > :slow) AS slow
FROM ({_SEARCHES}) s
"""

# Lessons that somebody booked in the period: a hold that came to nothing is none.
_LESSONS = """
SELECT *, extract(hour FROM start_time)::smallint AS lesson_hour, extract(isodow FROM booking_date)::smallint AS weekday
FROM bookings WHERE status NOT IN ('held', 'expired') AND created_at >= :since AND created_at < :until
"""


def _peaks(owner: str, column: str) -> str:
    """The three values with most lessons, the first of equals."""
    return f"""
coalesce((SELECT array_agg(v ORDER BY n DESC, v) FROM (
    SELECT {column} AS v, count(*) AS n FROM lessons l WHERE {owner} GROUP BY 1 ORDER BY n DESC, 1 LIMIT 3
) peaks), '{{}}')"""


_SUBJECT_FACTS = f"""
WITH lessons AS MATERIALIZED ({_LESSONS}), asked AS (
    SELECT subject.slug, count(*) AS searches, count(*) FILTER (WHERE total = 0) AS without_results
    FROM ({_SEARCHES}) s CROSS JOIN LATERAL jsonb_array_elements_text(understood -> 'subjects') AS subject(slug)
    WHERE is_first GROUP BY 1
), offered AS (
    SELECT subject_slug AS slug, count(DISTINCT instructor_id) AS instructors,
           percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY rate_cents) AS rates
    FROM offerings JOIN instructors ON instructors.id = instructor_id
    WHERE offerings.is_listed AND instructors.is_listed GROUP BY 1
), booked AS (SELECT subject_slug AS slug, count(*) AS bookings FROM lessons GROUP BY 1)
INSERT INTO subject_facts (subject_slug, computed_at, searches, without_results, bookings, instructors,
    rate_p25_cents, rate_p50_cents, rate_p75_cents, peak_hours, peak_weekdays, searches_per_instructor)
SELECT subjects.slug, :until, coalesce(searches, 0), coalesce(without_results, 0), coalesce(bookings, 0),
       coalesce(instructors, 0), rates[1], rates[2], rates[3],
       {_peaks("l.subject_slug = subjects.slug", "lesson_hour")},
       {_peaks("l.subject_slug = subjects.slug", "weekday")},
       round(coalesce(searches, 0)::numeric / instructors, 2)
FROM subjects LEFT JOIN asked USING (slug) LEFT JOIN offered USING (slug) LEFT JOIN booked USING (slug)
ON CONFLICT (subject_slug) DO UPDATE SET
    computed_at = excluded.computed_at, searches = excluded.searches, without_results = excluded.without_results,
    bookings = excluded.bookings, instructors = excluded.instructors, rate_p25_cents = excluded.rate_p25_cents,
    rate_p50_cents = excluded.rate_p50_cents, rate_p75_cents = excluded.rate_p75_cents,
    peak_hours = excluded.peak_hours, peak_weekdays = excluded.peak_weekdays,
    searches_per_instructor = excluded.searches_per_instructor
"""

_INSTRUCTOR_FACTS = f"""
WITH lessons AS MATERIALIZED ({_LESSONS}), shown AS (
    SELECT result.id, count(*) AS searches, avg(first_position + result.place - 1) AS position
    FROM search_events e CROSS JOIN LATERAL unnest(result_ids) WITH ORDINALITY AS result(id, place)
    WHERE at >= :since AND at < :until AND device <> 'bot' GROUP BY 1
), done AS (
    SELECT instructor_id AS id, count(*) FILTER (WHERE kind = 'click') AS clicks,
           count(*) FILTER (WHERE kind = 'book') AS bookings_from_search
    FROM search_interactions WHERE at >= :since AND at < :until GROUP BY 1
), booked AS (SELECT instructor_id AS id, count(*) AS bookings FROM lessons GROUP BY 1),
given AS (
    SELECT instructor_id AS id, sum(duration_minutes) AS minutes FROM bookings
    WHERE status IN ('confirmed', 'completed', 'no_show') AND starts_at >= :since AND starts_at < :until GROUP BY 1
), opened AS (
    SELECT instructor_id AS id, sum(extract(epoch FROM upper(span) - lower(span)) / 60)::integer AS minutes
    FROM availability_slots WHERE lower(span) >= :since AND lower(span) < :until GROUP BY 1
)
INSERT INTO instructor_facts (instructor_id, computed_at, searches, average_position, clicks, bookings_from_search,
    bookings, peak_hours, peak_weekdays, minutes_open, minutes_booked)
SELECT instructors.id, :until, coalesce(searches, 0), round(position, 2), coalesce(clicks, 0),
       coalesce(bookings_from_search, 0), coalesce(bookings, 0),
       {_peaks("l.instructor_id = instructors.id", "lesson_hour")},
       {_peaks("l.instructor_id = instructors.id", "weekday")},
       coalesce(opened.minutes, 0), coalesce(given.minutes, 0)
FROM instructors LEFT JOIN shown USING (id) LEFT JOIN done USING (id) LEFT JOIN booked USING (id)
LEFT JOIN given USING (id) LEFT JOIN opened USING (id)
ON CONFLICT (instructor_id) DO UPDATE SET
    computed_at = excluded.computed_at, searches = excluded.searches, average_position = excluded.average_position,
    clicks = excluded.clicks, bookings_from_search = excluded.bookings_from_search, bookings = excluded.bookings,
    peak_hours = excluded.peak_hours, peak_weekdays = excluded.peak_weekdays, minutes_open = excluded.minutes_open,
    minutes_booked = excluded.minutes_booked
"""

_SHOWN = """
SELECT count(*) AS searches, avg(first_position + array_position(result_ids, :instructor) - 1)::float AS position
FROM search_events
WHERE result_ids @> ARRAY[:instructor]::uuid[] AND at >= :since AND at < :until AND device <> 'bot'
"""

_DONE = """
SELECT count(*) FILTER (WHERE kind = 'view') AS views, count(*) FILTER (WHERE kind = 'click') AS clicks,
       count(*) FILTER (WHERE kind = 'book') AS bookings
FROM search_interactions WHERE instructor_id = :instructor AND at >= :since AND at < :until
"""

_OWN_QUERIES = """
SELECT lower(q) AS q, count(*) AS searches FROM search_events
WHERE result_ids @> ARRAY[:instructor]::uuid[] AND at >= :since AND at < :until AND device <> 'bot' AND q IS NOT NULL
GROUP BY 1 HAVING count(DISTINCT coalesce(user_id, guest_session_id)) >= :people
ORDER BY searches DESC, q LIMIT :limit
"""

# Searches for a time that did not show the instructor and that name no other subject than theirs.
_MISSED = """
SELECT at, understood FROM search_events
WHERE at >= :since AND at < :until AND first_position = 1 AND device <> 'bot'
  AND NOT result_ids @> ARRAY[:instructor]::uuid[]
  AND coalesce(understood ->> 'start_time', understood ->> 'end_time', understood ->> 'date_from',
               understood ->> 'date_to', understood -> 'weekdays' ->> 0) IS NOT NULL
  AND (understood -> 'subjects' = '[]' OR (understood -> 'subjects') ?| :subjects)
ORDER BY at DESC LIMIT :limit
"""


class AnalyticsRepository(BaseRepository):
    """Sums, and what is read off the events."""

    async def put_sums(self, grain: Grain, period: Period) -> None:
        """Sums whole hours or days again; the period begins with one."""
        await self._run(text(_put_sums(grain)), _values(period))

    async def newest_sum(self, grain: Grain) -> datetime | None:
        return await self.session.scalar(select(func.max(SearchSum.starts_at)).where(SearchSum.grain == grain.value))

    async def first_event(self) -> datetime | None:
        found: datetime | None = await self.session.scalar(text("SELECT min(at) FROM search_events"))
        return found

    async def sums(self, grain: Grain, period: Period, live: datetime) -> Sequence[RowMapping]:
        """Rows of `SearchSum` in order of time; from `live` on they are summed now."""
        statement = f"SELECT * FROM ({_summed(grain)}) sums ORDER BY starts_at"
        return await self._rows(statement, period, live=live)

    async def totals(self, period: Period, live: datetime) -> Totals:
        """Of a period of whole hours."""
        added = ", ".join(f"coalesce(sum({name}), 0)::{_sql_type(name)} AS {name}" for name in TOTALS)
        rows = await self._rows(f"SELECT {added} FROM ({_summed(Grain.HOUR)}) hours", period, live=live)
        return Totals(**rows[0])

    async def people(self, period: Period) -> int:
        rows = await self._rows(f"SELECT {_PEOPLE} FROM ({_SEARCHES}) s", period)
        return int(rows[0]["people"])

    async def popular_subjects(self, period: Period, limit: int) -> Sequence[RowMapping]:
        return await self._rows(_POPULAR_SUBJECTS, period, limit=limit)

    async def popular_areas(self, period: Period, limit: int) -> Sequence[RowMapping]:
        return await self._rows(_POPULAR_AREAS, period, limit=limit)

    async def queries(self, period: Period, limit: int) -> Sequence[RowMapping]:
        return await self._rows(f"{_QUERIES} LIMIT :limit", period, limit=limit)

    async def zero_results(self, period: Period, limit: int) -> Sequence[RowMapping]:
        return await self._rows(f"{_ZERO_RESULTS} LIMIT :limit", period, limit=limit)

    async def devices(self, period: Period) -> Sequence[RowMapping]:
        return await self._rows(_DEVICES, period)

    async def seconds_to_look(self, period: Period) -> float | None:
        seconds = await self.session.scalar(text(_TIME_TO_LOOK), _values(period))
        return None if seconds is None else float(seconds)

    async def performance(self, period: Period, slow_ms: int) -> RowMapping:
        return (await self._rows(_PERFORMANCE, period, slow=slow_ms))[0]

    async def stream_queries(self, period: Period) -> AsyncIterator[Mapping[str, Any]]:
        async for row in self._stream(_QUERIES, period):
            yield row

    async def stream_zero_results(self, period: Period) -> AsyncIterator[Mapping[str, Any]]:
        async for row in self._stream(_ZERO_RESULTS, period):
            yield row

    async def _rows(self, statement: str, period: Period, **values: Any) -> Sequence[RowMapping]:
        return (await self.session.execute(text(statement), _values(period) | values)).mappings().all()

    async def _stream(self, statement: str, period: Period) -> AsyncIterator[Mapping[str, Any]]:
        rows = await self.session.stream(text(statement), _values(period))
        async for row in rows.mappings():
            yield dict(row)


class FactsRepository(BaseRepository):
    """Facts of subjects and instructors."""

    async def put_subject_facts(self, period: Period) -> int:
        return await self._put_facts(_SUBJECT_FACTS, period)

    async def put_instructor_facts(self, period: Period) -> int:
        return await self._put_facts(_INSTRUCTOR_FACTS, period)

    async def _put_facts(self, statement: str, period: Period) -> int:
        rows = await self.session.execute(text(f"{statement} RETURNING 1"), _values(period))
        return len(rows.all())

    async def list_subject_facts(self, limit: int | None, offset: int) -> tuple[Sequence[Any], int]:
        """Facts with the subject's name, the most searched for first; `limit` None for all."""
        query = select(SubjectFacts, Subject.name).join(Subject, Subject.slug == SubjectFacts.subject_slug)
        ordered = query.order_by(SubjectFacts.searches.desc(), SubjectFacts.bookings.desc(), SubjectFacts.subject_slug)
        rows = (await self.session.execute(ordered.limit(limit).offset(offset))).all()
        return rows, await self.session.scalar(select(func.count()).select_from(SubjectFacts)) or 0

    async def get_instructor_facts(self, instructor_id: uuid.UUID) -> InstructorFacts | None:
        return await self.session.get(InstructorFacts, instructor_id)


class FoundRepository(BaseRepository):
    """How one instructor is found, and what there is of them to be found."""

    async def shown(self, instructor_id: uuid.UUID, period: Period) -> RowMapping:
        """`searches` that showed them, and the average `position`."""
        return (await self._rows(_SHOWN, instructor_id, period))[0]

    async def done(self, instructor_id: uuid.UUID, period: Period) -> RowMapping:
        """`views`, `clicks` and `bookings` that came of searches."""
        return (await self._rows(_DONE, instructor_id, period))[0]

    async def queries(self, instructor_id: uuid.UUID, period: Period, people: int, limit: int) -> Sequence[RowMapping]:
        """What at least so many different people said who then saw this instructor."""
        return await self._rows(_OWN_QUERIES, instructor_id, period, people=people, limit=limit)

    async def missed(
        self, instructor_id: uuid.UUID, period: Period, subjects: Sequence[str], limit: int
    ) -> Sequence[RowMapping]:
        """The latest searches for a time that did not show them: `at` and `understood`."""
        return await self._rows(_MISSED, instructor_id, period, subjects=list(subjects), limit=limit)

    async def _rows(
        self, statement: str, instructor_id: uuid.UUID, period: Period, **values: Any
    ) -> Sequence[RowMapping]:
        asked = _values(period) | {"instructor": instructor_id} | values
        return (await self.session.execute(text(statement), asked)).mappings().all()

    async def get_listed(self, instructor_id: uuid.UUID) -> Instructor | None:
        return await self.session.scalar(select(Instructor).where(Instructor.id == instructor_id, Instructor.is_listed))

    async def offerings(self, instructor_id: uuid.UUID) -> Sequence[tuple[Offering, str]]:
        """Listed ones with their category, the oldest first."""
        query = (
            select(Offering, Subject.category_slug)
            .join(Subject, Subject.slug == Offering.subject_slug)
            .where(Offering.instructor_id == instructor_id, Offering.is_listed)
            .order_by(Offering.created_at, Offering.id)
        )
        return [(offering, category) for offering, category in await self.session.execute(query)]

    async def areas(self, instructor_id: uuid.UUID) -> dict[str, str]:
        """Neighbourhoods with their boroughs."""
        query = (
            select(Neighborhood.slug, Neighborhood.borough_slug)
            .join(ServiceArea, ServiceArea.neighborhood_slug == Neighborhood.slug)
            .where(ServiceArea.instructor_id == instructor_id)
        )
        return dict((await self.session.execute(query)).all())

    async def hours(self, instructor_id: uuid.UUID, first: date) -> Mapping[date, Sequence[MinuteRange]]:
        """From a date on."""
        query = select(AvailabilitySlot.specific_date, AvailabilitySlot.start_time, AvailabilitySlot.end_time).where(
            AvailabilitySlot.instructor_id == instructor_id, AvailabilitySlot.specific_date >= first
        )
        found: defaultdict[date, list[MinuteRange]] = defaultdict(list)
        for day, start, end in await self.session.execute(query):
            found[day].append(MinuteRange(start, end))
        return found

    async def blackouts(self, instructor_id: uuid.UUID, first: date) -> frozenset[date]:
        query = select(Blackout.blackout_date).where(
            Blackout.instructor_id == instructor_id, Blackout.blackout_date >= first
        )
        return frozenset(await self.session.scalars(query))

    async def names(self, subject: str, area: str | None) -> tuple[str, str | None]:
        """Of a subject, and of a neighbourhood or borough."""
        statement = """
            SELECT (SELECT name FROM subjects WHERE slug = :subject) AS subject,
                   coalesce((SELECT name FROM neighborhoods WHERE slug = :area),
                            (SELECT name FROM boroughs WHERE slug = :area)) AS area
        """
        row = (await self.session.execute(text(statement), {"subject": subject, "area": area})).one()
        return row.subject, row.area


def _values(period: Period) -> dict[str, Any]:
    return {"since": period.since, "until": period.until}


def _sql_type(total: str) -> str:
    return "float" if total == "rank_sum" else "bigint"
