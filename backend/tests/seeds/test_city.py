"""The demo city in a database of its own: every rule holds for every row, and running again keeps what people did."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from app.core.database_door import DatabaseRefused
from app.core.security import PasswordHasher
from seeds import seed_city
from tests.databases import asyncpg_url, clone, with_name

TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
PASSWORD = "learn-something-new"

# Settled once, by one worker.
pytestmark = pytest.mark.xdist_group("city")
CONTENTS = """
    SELECT md5(string_agg(row, ',' ORDER BY row)) FROM (
        SELECT to_jsonb(u)::text AS row FROM users u
        UNION ALL SELECT to_jsonb(i)::text FROM instructors i
        UNION ALL SELECT to_jsonb(o)::text FROM offerings o
        UNION ALL SELECT to_jsonb(s)::text FROM availability_slots s
        UNION ALL SELECT to_jsonb(d)::text FROM edited_days d
        UNION ALL SELECT to_jsonb(p)::text FROM availability_patterns p
        UNION ALL SELECT to_jsonb(p)::text FROM pattern_ranges p
        UNION ALL SELECT (to_jsonb(b) - 'created_at')::text FROM blackouts b
        UNION ALL SELECT to_jsonb(b)::text FROM bookings b
        UNION ALL SELECT to_jsonb(e)::text FROM booking_events e
        UNION ALL SELECT to_jsonb(r)::text FROM reviews r
        UNION ALL SELECT to_jsonb(s)::text FROM subjects s
        UNION ALL SELECT to_jsonb(s)::text FROM search_events s
        UNION ALL SELECT to_jsonb(s)::text FROM search_interactions s
        UNION ALL SELECT to_jsonb(s)::text FROM search_sums s
        UNION ALL SELECT to_jsonb(s)::text FROM subject_facts s
    ) AS everything
"""


def silent(_line: str) -> None:
    """Progress that nobody looks at."""


@pytest.fixture(scope="module")
async def city_url(server_url: str) -> AsyncIterator[str]:
    async with clone(server_url, f"instainstru_test_{os.getpid()}_city") as url:
        await seed_city(asyncpg_url(url), silent, today=TODAY)
        yield url


@pytest.fixture
async def city(city_url: str) -> AsyncIterator[asyncpg.Connection]:
    """What a test changes is rolled back."""
    async with connected(city_url) as connection:
        transaction = connection.transaction()
        await transaction.start()
        yield connection
        await transaction.rollback()


async def count(city: asyncpg.Connection, rest: str, *values: Any) -> int:
    return int(await city.fetchval(f"SELECT count(*) FROM {rest}", *values))


async def test_the_city_is_as_large_as_promised(city: asyncpg.Connection) -> None:
    assert await count(city, "instructors WHERE is_listed") >= 300
    assert await count(city, "user_roles WHERE role = 'student'") >= 400
    assert await count(city, "bookings WHERE status = 'completed'") > 3_000
    assert await count(city, "bookings WHERE status = 'confirmed' AND booking_date > $1", TODAY) > 300
    by_hand = "(SELECT DISTINCT specific_date FROM edited_days) AS days"
    assert await count(city, by_hand) == 8 * 7


async def test_some_instructors_have_a_weekly_pattern_and_their_hours_from_it(city: asyncpg.Connection) -> None:
    patterns = await city.fetch("SELECT instructor_id, filled_until FROM availability_patterns")
    assert len(patterns) >= 10
    demo = await city.fetchval("SELECT id FROM users WHERE email = 'instructor@demo.instainstru.com'")
    assert demo in {row["instructor_id"] for row in patterns}
    for row in patterns:
        hours = "availability_slots WHERE instructor_id = $1 AND specific_date = $2"
        assert await count(city, hours, row["instructor_id"], row["filled_until"]) > 0
        assert await count(city, "edited_days WHERE instructor_id = $1", row["instructor_id"]) == 0


async def test_listed_instructors_can_be_booked(city: asyncpg.Connection) -> None:
    unbookable = """
        instructors i WHERE is_listed AND NOT EXISTS (
            SELECT FROM offerings o WHERE o.instructor_id = i.id AND o.is_listed AND (
                o.places && '{online,at_instructor}'
                OR EXISTS (SELECT FROM service_areas a WHERE a.instructor_id = i.id)))
    """
    assert await count(city, unbookable) == 0


async def test_lessons_to_come_lie_in_hours_and_in_no_blackout(city: asyncpg.Connection) -> None:
    outside = """
        bookings b WHERE status = 'confirmed' AND booking_date >= $1 AND (
            NOT EXISTS (SELECT FROM availability_slots s
                        WHERE s.instructor_id = b.instructor_id AND s.span @> tstzrange(b.starts_at, b.ends_at))
            OR EXISTS (SELECT FROM blackouts x
                       WHERE x.instructor_id = b.instructor_id AND x.span && tstzrange(b.starts_at, b.ends_at)))
    """
    assert await count(city, outside, TODAY) == 0


async def test_lessons_are_what_was_offered_and_booked_in_time(city: asyncpg.Connection) -> None:
    wrong = """
        bookings b JOIN offerings o ON o.id = b.offering_id JOIN instructors i ON i.id = b.instructor_id
        WHERE o.instructor_id <> b.instructor_id OR o.subject_slug <> b.subject_slug OR o.rate_cents <> b.rate_cents
           OR NOT b.duration_minutes = ANY (o.durations) OR NOT b.place = ANY (o.places)
           OR b.buffer_minutes <> i.buffer_minutes
           OR b.created_at > b.starts_at - make_interval(mins => i.min_notice_minutes)
           OR b.created_at < b.starts_at - make_interval(days => i.horizon_days)
           OR b.created_at >= $1
           OR (b.place = 'at_student') <> (b.neighborhood_slug IS NOT NULL)
           OR (b.place = 'at_student' AND NOT EXISTS (
               SELECT FROM service_areas a
               WHERE a.instructor_id = b.instructor_id AND a.neighborhood_slug = b.neighborhood_slug))
    """
    assert await count(city, wrong, TODAY) == 0


async def test_every_lesson_has_its_history(city: asyncpg.Connection) -> None:
    kinds = {
        "confirmed": ["booked"],
        "completed": ["booked", "completed"],
        "cancelled": ["booked", "cancelled"],
        "no_show": ["booked", "no_show"],
    }
    rows = await city.fetch("""
        SELECT DISTINCT b.status,
               array(SELECT kind FROM booking_events e WHERE e.booking_id = b.id ORDER BY e.id) AS told
        FROM bookings b
    """)
    assert {row["status"]: row["told"] for row in rows} == kinds
    assert len(rows) == len(kinds)


async def test_reviews_are_of_lessons_given_and_counted(city: asyncpg.Connection) -> None:
    wrong = """
        reviews r JOIN bookings b ON b.id = r.booking_id
        WHERE b.status <> 'completed' OR b.student_id <> r.student_id OR b.instructor_id <> r.instructor_id
           OR r.created_at < b.ends_at OR r.created_at >= $1
    """
    assert await count(city, wrong, TODAY) == 0
    miscounted = """
        instructors i LEFT JOIN (
            SELECT instructor_id, count(*) AS reviews, sum(rating) AS stars FROM reviews GROUP BY 1
        ) r ON r.instructor_id = i.id
        WHERE i.review_count <> coalesce(r.reviews, 0) OR i.rating_sum <> coalesce(r.stars, 0)
    """
    assert await count(city, miscounted) == 0
    assert await count(city, "instructors WHERE review_count >= 3") > 150
    assert await count(city, "instructors WHERE review_count < 3") > 30


async def test_the_catalog_counts_what_is_listed(city: asyncpg.Connection) -> None:
    wrong = """
        subjects s LEFT JOIN (
            SELECT subject_slug, count(*) AS instructors, min(rate_cents) AS lowest
            FROM offerings WHERE is_listed GROUP BY subject_slug) o ON o.subject_slug = s.slug
        WHERE s.instructors_count <> coalesce(o.instructors, 0) OR s.min_rate_cents IS DISTINCT FROM o.lowest
    """
    assert await count(city, wrong) == 0
    assert await count(city, "subjects WHERE instructors_count > 0") > 150


async def test_people_searched_for_what_there_is(city: asyncpg.Connection) -> None:
    assert await count(city, "search_events") > 1_500
    assert await count(city, "search_events WHERE total = 0") > 0
    assert await count(city, "search_events WHERE user_id IS NOT NULL") > 100
    assert await count(city, "search_history") >= 2
    stray = """
        search_events e CROSS JOIN LATERAL unnest(result_ids) AS shown(id)
        CROSS JOIN LATERAL jsonb_array_elements_text(understood -> 'subjects') AS asked(slug)
        WHERE NOT EXISTS (SELECT FROM offerings o WHERE o.instructor_id = shown.id AND o.subject_slug = asked.slug)
    """
    assert await count(city, stray) == 0
    refusing = "search_events e JOIN users u ON u.id = e.user_id WHERE u.analytics_consent IS NOT TRUE"
    assert await count(city, refusing) == 0
    told = "search_events WHERE q IS NOT NULL AND user_id IS NULL AND guest_session_id IS NULL"
    assert await count(city, told) == 0


async def test_the_figures_are_there_from_the_first_day(city: asyncpg.Connection) -> None:
    summed = await city.fetchval("SELECT sum(searches) FROM search_sums WHERE grain = 'day'")
    assert summed == await count(city, "search_events")
    assert await count(city, "search_interactions WHERE kind = 'book'") > 50
    assert await count(city, "subject_facts WHERE searches > 0 AND rate_p50_cents IS NOT NULL") > 50


async def test_the_demo_accounts(city: asyncpg.Connection, passwords: PasswordHasher) -> None:
    rows = await city.fetch("""
        SELECT email::text, password_hash, role FROM users JOIN user_roles ON user_id = id
        WHERE email LIKE '%@demo.instainstru.com'
    """)
    assert {row["email"]: row["role"] for row in rows} == {
        f"{role}@demo.instainstru.com": role for role in ("student", "instructor", "admin")
    }
    assert await passwords.verify(PASSWORD, rows[0]["password_hash"])


async def test_pianists_below_80_dollars_are_free_tomorrow_evening_around_astoria(city: asyncpg.Connection) -> None:
    free = """
        instructors i WHERE is_listed
        AND EXISTS (SELECT FROM offerings o WHERE o.instructor_id = i.id AND o.is_listed
                    AND o.subject_slug = 'piano' AND o.rate_cents < 8000)
        AND EXISTS (SELECT FROM service_areas a WHERE a.instructor_id = i.id AND a.neighborhood_slug = 'astoria')
        AND EXISTS (
            SELECT FROM availability_slots s WHERE s.instructor_id = i.id AND s.specific_date = $1
            AND EXISTS (
                SELECT FROM generate_series(17, 20) AS hour
                WHERE s.start_time <= make_time(hour::int, 0, 0) AND s.end_time >= make_time(hour::int + 1, 0, 0)
                AND NOT EXISTS (SELECT FROM bookings b WHERE b.instructor_id = i.id AND b.takes_time
                    AND b.occupied && tstzrange(
                        ($1 + make_time(hour::int, 0, 0)) AT TIME ZONE 'America/New_York',
                        ($1 + make_time(hour::int + 1, 0, 0)) AT TIME ZONE 'America/New_York'))))
    """
    assert await count(city, free, TOMORROW) >= 10


async def test_running_again_on_the_same_day_changes_nothing(city: asyncpg.Connection, city_url: str) -> None:
    before = await city.fetchval(CONTENTS)
    await seed_city(asyncpg_url(city_url), silent, today=TODAY)
    assert await city.fetchval(CONTENTS) == before


async def test_a_week_later_the_city_has_gone_on_and_what_people_did_stands(server_url: str, city_url: str) -> None:
    async with copied(server_url, city_url) as url, connected(url) as city:
        demo = await city.fetchval("SELECT id FROM users WHERE email = 'instructor@demo.instainstru.com'")
        # Somebody who sets their hours by hand, week by week.
        other = await city.fetchval("SELECT instructor_id FROM edited_days ORDER BY instructor_id LIMIT 1")
        last = await city.fetchval("SELECT max(specific_date) FROM availability_slots WHERE instructor_id = $1", demo)
        lessons, reviews = await count(city, "bookings"), await count(city, "reviews")
        await city.execute("UPDATE instructors SET headline = 'My own words' WHERE id = $1", demo)
        await city.execute("DELETE FROM service_areas WHERE instructor_id = $1", demo)
        await city.execute(
            "DELETE FROM availability_slots WHERE instructor_id = $1 AND specific_date > $2", other, TODAY
        )
        edited = TODAY + timedelta(days=8)
        await city.execute(
            "INSERT INTO availability_weeks (instructor_id, week_start, version) VALUES ($1, $2, 1)", other, edited
        )

        await seed_city(asyncpg_url(url), silent, today=TODAY + timedelta(days=7))

        assert await city.fetchval("SELECT headline FROM instructors WHERE id = $1", demo) == "My own words"
        assert await count(city, "service_areas WHERE instructor_id = $1", demo) == 0
        in_edited_week = "availability_slots WHERE instructor_id = $1 AND specific_date BETWEEN $2 AND $2 + 6"
        assert await count(city, in_edited_week, other, edited) == 0
        assert await count(city, "availability_slots WHERE instructor_id = $1 AND specific_date > $2", other, TODAY) > 0
        assert await city.fetchval(
            "SELECT max(specific_date) FROM availability_slots WHERE instructor_id = $1", demo
        ) == last + timedelta(days=7)
        assert await count(city, "bookings") > lessons
        assert await count(city, "reviews") > reviews
        new_in_edited_week = (
            "bookings WHERE instructor_id = $1 AND created_at > $3 AND booking_date BETWEEN $2 AND $2 + 6"
        )
        assert await count(city, new_in_edited_week, other, edited, TODAY) == 0


@asynccontextmanager
async def copied(server_url: str, url: str) -> AsyncIterator[str]:
    """A copy of a database, gone afterwards."""
    original = urlsplit(url).path.lstrip("/")
    copy = f"{original}_copy"
    async with connected(server_url) as server:
        await server.execute(f"CREATE DATABASE {copy} TEMPLATE {original}")
        try:
            yield with_name(server_url, copy)
        finally:
            await server.execute(f"DROP DATABASE {copy} WITH (FORCE)")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def test_production_gets_no_made_up_people(server_url: str) -> None:
    async with clone(server_url, f"instainstru_test_{os.getpid()}_marked") as url, connected(url) as connection:
        await connection.execute("UPDATE database_marker SET tier = 'prod'")
        with pytest.raises(DatabaseRefused):
            await seed_city(asyncpg_url(url), silent, today=TODAY)
        assert await count(connection, "users") == 0
