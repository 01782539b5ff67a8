"""Figures that nobody counts as they happen: measured when Prometheus asks."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import metrics
from app.core.clock import Clock
from app.core.database import AWAY
from app.core.errors import Unavailable
from app.core.service import BaseService, measure_operation
from app.monitoring.redis_inspector import RedisInspector
from app.monitoring.repository import DatabaseInspector
from app.monitoring.schemas import DatabasePool


class Figures(BaseService):
    """`pool` says how this process's connections stand."""

    def __init__(
        self,
        session: AsyncSession,
        database: DatabaseInspector,
        redis: RedisInspector,
        pool: Callable[[], DatabasePool],
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._database = database
        self._redis = redis
        self._pool = pool
        self._clock = clock

    @measure_operation
    async def measure(self) -> bytes:
        """Sets the gauges and gives everything as Prometheus's text; a server that is away is a figure too."""
        await self._ask("database", self._measure_outbox)
        await self._ask("redis", self._measure_queues)
        for state, count in self._pool().model_dump().items():
            metrics.DATABASE_CONNECTIONS.labels(state).set(count)
        return metrics.exposition()

    async def _ask(self, dependency: str, measure: Callable[[], Awaitable[None]]) -> None:
        is_up = True
        try:
            await measure()
        except (*AWAY, Unavailable):
            is_up = False
        metrics.DEPENDENCY_UP.labels(dependency).set(is_up)

    async def _measure_outbox(self) -> None:
        outbox = await self._database.outbox(self._clock.now())
        metrics.OUTBOX_WAITING.set(outbox["waiting"])
        metrics.OUTBOX_DEAD.set(outbox["dead"])
        metrics.OUTBOX_OLDEST_DUE_SECONDS.set(outbox["oldest_due_seconds"] or 0)

    async def _measure_queues(self) -> None:
        found = await self._redis.celery_queues()
        for queue in found.queues:
            metrics.QUEUE_WAITING.labels(queue.queue).set(queue.waiting)
            metrics.QUEUE_OLDEST_SECONDS.labels(queue.queue).set(queue.oldest_seconds or 0)
        metrics.QUEUE_UNACKNOWLEDGED.set(found.unacknowledged)
        # Anew each time, so that an invariant that nobody checks any more is absent and not for ever sound.
        metrics.INVARIANT_BROKEN.clear()
        for invariant, rows in (await self._redis.broken()).items():
            metrics.INVARIANT_BROKEN.labels(invariant).set(rows)
