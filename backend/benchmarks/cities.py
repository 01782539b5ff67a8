"""Synthetic cities of any size, written by the database itself: the same instructors each time, but for today's date.

Each instructor offers two subjects, some far oftener than others as in life, serves four neighbourhoods, has hours on
most of the coming days, and one lesson that is booked. Foreign keys are not looked at, and what checks each row against
all others is put up again after the rows are in: together that takes a fraction of the time.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from tests.databases import clone

# Arguments: how many instructors. `pick` draws a number between 0 and 1 that depends on nothing but its words.
_PICK = """
CREATE FUNCTION pg_temp.pick(words text) RETURNS float8 IMMUTABLE LANGUAGE sql AS
$$ SELECT (hashtextextended(words, 5) & 1048575) / 1048576.0 $$
"""
_ID = "md5('{kind} ' || n)::uuid"
_ROWS = (
    # People: who teaches, and as many who learn.
    *(
        f"""
        INSERT INTO users (id, email, password_hash, first_name, last_name)
        SELECT {_ID.format(kind=kind)}, '{kind}' || n || '@example.com', 'x', initcap('{kind}'), 'Smith'
        FROM generate_series(1, {{size}}) n
        """
        for kind in ("instructor", "student")
    ),
    f"""
    INSERT INTO instructors (id, slug, headline, is_listed, review_count, rating_sum, created_at)
    SELECT {_ID.format(kind="instructor")}, 'instructor-' || n, 'Patient and clear', true, reviews,
           round(reviews * (3.5 + 1.5 * pg_temp.pick('stars ' || n))),
           now() - pg_temp.pick('since ' || n) * interval '300 days'
    FROM generate_series(1, {{size}}) n, LATERAL (SELECT floor(pg_temp.pick('reviews ' || n) * 40)::int AS reviews) r
    """,
    """
    INSERT INTO offerings
        (id, instructor_id, subject_slug, rate_cents, durations, places, levels, age_groups, is_listed)
    SELECT md5('offering ' || n || ' ' || k)::uuid, md5('instructor ' || n)::uuid, s.slugs[1 + (
               floor(cardinality(s.slugs) * pg_temp.pick('subject ' || n) ^ 2)::int + 7 * k) % cardinality(s.slugs)],
           100 * (40 + floor(80 * pg_temp.pick('rate ' || n || k)))::int,
           CASE WHEN pg_temp.pick('long ' || n || k) < 0.5 THEN '{{30,60}}' ELSE '{{60,90}}' END::smallint[],
           CASE WHEN pg_temp.pick('place ' || n || k) < 0.3 THEN '{{online}}' ELSE '{{online,at_student}}' END::text[],
           CASE WHEN pg_temp.pick('level ' || n || k) < 0.5 THEN '{{beginner}}'
                ELSE '{{beginner,intermediate,advanced}}' END::text[],
           CASE WHEN pg_temp.pick('age ' || n || k) < 0.5 THEN '{{kids,teens}}' ELSE '{{teens,adults}}' END::text[],
           true
    FROM generate_series(1, {size}) n, generate_series(0, 1) k,
         (SELECT array_agg(slug ORDER BY slug <> 'piano', md5(slug)) AS slugs FROM subjects) s
    """,
    """
    INSERT INTO service_areas (instructor_id, neighborhood_slug)
    SELECT md5('instructor ' || n)::uuid,
           a.slugs[1 + floor(cardinality(a.slugs) * pg_temp.pick('area ' || n || ' ' || k))::int]
    FROM generate_series(1, {size}) n, generate_series(1, 4) k,
         (SELECT array_agg(slug ORDER BY slug) AS slugs FROM neighborhoods WHERE kind = 'residential') a
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO availability_slots (instructor_id, specific_date, start_time, end_time, timezone)
    SELECT md5('instructor ' || n)::uuid, (now() AT TIME ZONE 'America/New_York')::date + d,
           time '08:00' + opens * interval '1 hour', time '12:00' + opens * interval '1 hour', 'America/New_York'
    FROM generate_series(1, {size}) n, generate_series(0, 13) d,
         LATERAL (SELECT floor(8 * pg_temp.pick('opens ' || n || ' ' || d))::int AS opens) o
    WHERE pg_temp.pick('works ' || n || ' ' || d) < 0.6
    """,
    """
    INSERT INTO bookings (id, instructor_id, student_id, offering_id, status, subject_slug, subject_name, booking_date,
                          start_time, end_time, timezone, starts_at, ends_at, duration_minutes, buffer_minutes,
                          rate_cents, price_cents, place, cancellation_tiers)
    SELECT DISTINCT ON (s.instructor_id) md5('booking ' || n)::uuid, s.instructor_id, u.id, o.id, 'confirmed',
           o.subject_slug, o.subject_slug, s.specific_date, s.start_time, s.start_time + interval '1 hour', s.timezone,
           lower(s.span), lower(s.span) + interval '1 hour', 60, 15, o.rate_cents, o.rate_cents, 'online', '[]'
    FROM generate_series(1, {size}) n
    JOIN users u ON u.id = md5('student ' || n)::uuid
    JOIN availability_slots s ON s.instructor_id = md5('instructor ' || n)::uuid
    JOIN offerings o ON o.id = md5('offering ' || n || ' 0')::uuid
    """,
)
_EXCLUSIONS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'x' AND conrelid IN ('availability_slots'::regclass, 'bookings'::regclass)
"""


@asynccontextmanager
async def city_of(size: int, server_url: str) -> AsyncIterator[str]:
    """The address of a database with so many instructors; gone afterwards."""
    async with clone(server_url, f"instainstru_test_{os.getpid()}_city_{size}") as url:
        connection = await asyncpg.connect(url)
        try:
            await _fill(connection, size)
        finally:
            await connection.close()
        yield url


async def _fill(connection: asyncpg.Connection, size: int) -> None:
    exclusions = await connection.fetch(_EXCLUSIONS)
    await connection.execute(_PICK)
    await connection.execute("SET session_replication_role = replica")
    for table, name, _ in exclusions:
        await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for rows in _ROWS:
        await connection.execute(rows.format(size=size), timeout=None)
    for table, name, definition in exclusions:
        await connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    await connection.execute("VACUUM ANALYZE")
