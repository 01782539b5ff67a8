"""Whether it runs, and how well."""

import asyncio
import time

import asyncpg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import Pool, QueuePool

from app.core.clock import Clock
from app.core.errors import Unavailable
from app.core.metrics import OperationLog
from app.core.service import BaseService, measure_operation
from app.monitoring.errors import NotReady
from app.monitoring.redis_inspector import RedisInspector
from app.monitoring.repository import DatabaseInspector
from app.monitoring.schemas import (
    DatabasePool,
    DatabaseStats,
    MigrationState,
    OperationPerformance,
    OutboxStats,
    Readiness,
    ServerHealth,
    SlowQueries,
    SlowQuery,
    TableStats,
)

CHECK_SECONDS = 3.0
# What asyncpg and the pool raise while a server is away, starting or without migrations.
DATABASE_TROUBLE = (
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)


class MonitoringService(BaseService):
    """`head` is the newest migration that this code knows."""

    def __init__(
        self,
        session: AsyncSession,
        database: DatabaseInspector,
        redis: RedisInspector,
        operations: OperationLog,
        clock: Clock,
        head: str,
    ) -> None:
        super().__init__(session)
        self._database = database
        self._redis = redis
        self._operations = operations
        self._clock = clock
        self._head = head

    @measure_operation
    async def check_readiness(self) -> Readiness:
        """`NotReady` without the database or with other migrations than this code's; the cache is only reported."""
        migrations, cache = await asyncio.gather(self._migrations(), self._cache_answers())
        has_database = migrations is not MigrationState.UNKNOWN
        is_ready = migrations is MigrationState.CURRENT
        readiness = Readiness(
            status="ready" if is_ready else "not_ready", database=has_database, migrations=migrations, cache=cache
        )
        if not is_ready:
            raise NotReady(database=has_database, migrations=migrations.value, cache=cache)
        return readiness

    async def _migrations(self) -> MigrationState:
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                revision = await self._database.revision()
        except DATABASE_TROUBLE:
            return MigrationState.UNKNOWN
        return MigrationState.CURRENT if revision == self._head else MigrationState.OTHER

    async def _cache_answers(self) -> bool:
        try:
            await self._redis.health()
        except Unavailable:
            return False
        return True

    @measure_operation
    async def check_database(self) -> ServerHealth:
        started = time.perf_counter()
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await self._database.ping()
        except DATABASE_TROUBLE as error:
            raise Unavailable("The database does not answer.") from error
        return ServerHealth(status="up", latency_ms=round((time.perf_counter() - started) * 1_000, 3))

    @measure_operation
    async def get_performance(self) -> list[OperationPerformance]:
        return [OperationPerformance.model_validate(stats) for stats in self._operations.stats()]

    @measure_operation
    async def get_database_stats(self) -> DatabaseStats:
        stats = await self._database.stats()
        outbox = await self._database.outbox(self._clock.now())
        tables = await self._database.tables()
        return DatabaseStats(
            **stats, outbox=OutboxStats(**outbox), tables=[TableStats.model_validate(table) for table in tables]
        )

    @measure_operation
    async def get_slow_queries(self, limit: int) -> SlowQueries:
        found = await self._database.slow_queries(limit)
        queries = [SlowQuery.model_validate(query) for query in found or []]
        return SlowQueries(enabled=found is not None, queries=queries)


def pool_state(pool: Pool) -> DatabasePool:
    """All zero for an engine that keeps no connections."""
    if not isinstance(pool, QueuePool):
        return DatabasePool(size=0, checked_in=0, checked_out=0, overflow=0)
    return DatabasePool(
        size=pool.size(), checked_in=pool.checkedin(), checked_out=pool.checkedout(), overflow=max(0, pool.overflow())
    )
