"""What PostgreSQL says of itself, and how the outbox stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.core.repository import BaseRepository
from app.monitoring.domain import Invariant

QUERY_LENGTH = 2_000
# undefined table or function, prerequisite not met, insufficient privilege
STATEMENTS_NOT_KEPT = {"42P01", "42883", "55000", "42501"}

_STATS = """
SELECT current_setting('server_version') AS version,
       pg_database_size(current_database()) AS bytes,
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
       current_setting('max_connections')::int AS max_connections,
       round(blks_hit::numeric / nullif(blks_hit + blks_read, 0), 4)::float AS cache_hit_ratio,
       xact_commit AS commits, xact_rollback AS rollbacks, deadlocks
FROM pg_stat_database WHERE datname = current_database()
"""

_TABLES = """
SELECT relname AS table, n_live_tup AS rows, n_dead_tup AS dead_rows, pg_total_relation_size(relid) AS bytes
FROM pg_stat_user_tables ORDER BY bytes DESC, relname LIMIT 30
"""

_OUTBOX = """
SELECT count(*) FILTER (WHERE delivered_at IS NULL AND dead_at IS NULL) AS waiting,
       count(*) FILTER (WHERE dead_at IS NOT NULL AND discarded_at IS NULL) AS dead,
       extract(epoch FROM :now - min(available_at)
           FILTER (WHERE delivered_at IS NULL AND dead_at IS NULL AND available_at <= :now))::float
           AS oldest_due_seconds
FROM outbox WHERE delivered_at IS NULL
"""

_SLOW_QUERIES = """
SELECT left(query, :length) AS query, calls, rows, round(mean_exec_time::numeric, 3)::float AS mean_ms,
       round(max_exec_time::numeric, 3)::float AS max_ms, round(total_exec_time::numeric, 3)::float AS total_ms
FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY mean_exec_time DESC LIMIT :limit
"""


# Each counts the rows at fault. `:now` is the clock's; what cannot change any more is not looked at again.
INVARIANTS: dict[Invariant, str] = {
    Invariant.INSTRUCTORS: """
        SELECT count(*) FROM bookings AS one JOIN bookings AS other
            ON other.instructor_id = one.instructor_id AND other.id > one.id AND other.occupied && one.occupied
        WHERE one.takes_time AND other.takes_time AND one.ends_at > CAST(:now AS timestamptz) - interval '2 days'
    """,
    Invariant.STUDENTS: """
        SELECT count(*) FROM bookings AS one JOIN bookings AS other
            ON other.student_id = one.student_id AND other.id > one.id
            AND tstzrange(other.starts_at, other.ends_at) && tstzrange(one.starts_at, one.ends_at)
        WHERE one.takes_time AND other.takes_time AND one.ends_at > CAST(:now AS timestamptz) - interval '2 days'
    """,
    Invariant.COMPLETED: """
        SELECT count(*) FROM bookings
        WHERE status = 'confirmed' AND ends_at < CAST(:now AS timestamptz) - interval '26 hours'
    """,
    Invariant.HOLDS: """
        SELECT count(*) FROM bookings
        WHERE status = 'held' AND expires_at < CAST(:now AS timestamptz) - interval '10 minutes'
    """,
    Invariant.RATINGS: """
        SELECT count(*) FROM instructors
        LEFT JOIN (SELECT instructor_id, count(*) AS count, sum(rating) AS stars FROM reviews GROUP BY instructor_id)
            AS given ON given.instructor_id = instructors.id
        WHERE (review_count, rating_sum) IS DISTINCT FROM (coalesce(given.count, 0), coalesce(given.stars, 0))
    """,
    Invariant.SESSIONS: """
        SELECT count(*) FROM login_families JOIN users ON users.id = login_families.user_id
        WHERE login_families.ended_at IS NULL AND NOT users.is_active
    """,
    Invariant.DELETED: """
        SELECT count(*) FROM users WHERE deleted_at IS NOT NULL
            AND (is_active OR phone IS NOT NULL OR email::text NOT LIKE 'deleted-%')
    """,
    Invariant.LISTED: """
        SELECT count(*) FROM offerings JOIN instructors ON instructors.id = offerings.instructor_id
        WHERE offerings.is_listed AND NOT instructors.is_listed
    """,
}


class InvariantRepository(BaseRepository):
    async def count_broken(self, now: datetime) -> dict[Invariant, int]:
        """Rows at fault of every invariant."""
        return {name: await self.session.scalar(text(query), {"now": now}) or 0 for name, query in INVARIANTS.items()}


class DatabaseInspector(BaseRepository):
    async def revision(self) -> str | None:
        """The newest migration that was applied; None when there never was one."""
        try:
            revision: str | None = await self.session.scalar(text("SELECT version_num FROM alembic_version"))
        except ProgrammingError:
            return None
        return revision

    async def ping(self) -> None:
        await self.session.execute(text("SELECT 1"))

    async def stats(self) -> RowMapping:
        return (await self.session.execute(text(_STATS))).mappings().one()

    async def tables(self) -> list[dict[str, Any]]:
        return [dict(row) for row in (await self.session.execute(text(_TABLES))).mappings()]

    async def outbox(self, now: datetime) -> RowMapping:
        return (await self.session.execute(text(_OUTBOX), {"now": now})).mappings().one()

    async def slow_queries(self, limit: int) -> list[dict[str, Any]] | None:
        """Slowest on average first; None where the server does not keep statements or does not show them."""
        try:
            found = await self.session.execute(text(_SLOW_QUERIES), {"limit": limit, "length": QUERY_LENGTH})
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) in STATEMENTS_NOT_KEPT:
                return None
            raise
        return [dict(row) for row in found.mappings()]
