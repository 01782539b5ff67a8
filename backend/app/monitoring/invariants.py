"""What must always be true, counted every few minutes: the database guards most of it, this guards the database."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.service import BaseService, measure_operation
from app.monitoring.domain import Invariant
from app.monitoring.redis_inspector import RedisInspector
from app.monitoring.repository import InvariantRepository
from app.monitoring.schemas import InvariantRead, InvariantsRead

log = structlog.get_logger(__name__)

# Longer than two checks lie apart: a missed one is not yet an alarm.
KEEP_SECONDS = 900


class InvariantChecker(BaseService):
    def __init__(
        self, session: AsyncSession, invariants: InvariantRepository, redis: RedisInspector, clock: Clock
    ) -> None:
        super().__init__(session)
        self._invariants = invariants
        self._redis = redis
        self._clock = clock

    @measure_operation
    async def check(self) -> dict[Invariant, int]:
        """Rows at fault by invariant, all of them named; what is broken is an error in the log."""
        found = await self._invariants.count_broken(self._clock.now())
        for invariant, rows in found.items():
            if rows:
                log.error("invariant broken", invariant=invariant, rows=rows)
        await self._redis.keep_broken(found, KEEP_SECONDS)
        return found

    @measure_operation
    async def look(self) -> InvariantsRead:
        """Counted at this moment, for somebody who mends: neither kept nor logged."""
        now = self._clock.now()
        found = await self._invariants.count_broken(now)
        kept = [InvariantRead(invariant=invariant, broken=rows) for invariant, rows in found.items()]
        return InvariantsRead(checked_at=now, invariants=kept)
