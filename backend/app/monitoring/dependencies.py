"""How monitoring is put together."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import require_permission
from app.accounts.domain import Principal
from app.core.container import Container
from app.core.dependencies import ContainerDep, ReadSessionDep
from app.core.enums import PermissionName
from app.core.metrics import OPERATIONS
from app.monitoring.figures import Figures
from app.monitoring.invariants import InvariantChecker
from app.monitoring.redis_inspector import RedisInspector
from app.monitoring.repository import DatabaseInspector, InvariantRepository
from app.monitoring.schemas import DatabasePool
from app.monitoring.service import MonitoringService, pool_state

MIGRATIONS = Path(__file__).resolve().parents[2] / "alembic" / "versions"
REVISION = re.compile(r'^revision\b.*= "(\w+)"', re.MULTILINE)
REVISES = re.compile(r'^down_revision\b.*= "(\w+)"', re.MULTILINE)
CELERY_QUEUES = ("celery",)


@lru_cache(maxsize=1)
def newest_migration() -> str:
    """The revision that none comes after, read off the files, so that none needs to be imported for this."""
    sources = [path.read_text() for path in MIGRATIONS.glob("[0-9]*.py")]
    (newest,) = _named(REVISION, sources) - _named(REVISES, sources)
    return newest


def _named(pattern: re.Pattern[str], sources: Iterable[str]) -> set[str]:
    return {match[1] for source in sources for match in pattern.finditer(source)}


async def get_redis_inspector(container: ContainerDep) -> RedisInspector:
    return RedisInspector(container.redis, CELERY_QUEUES)


RedisInspectorDep = Annotated[RedisInspector, Depends(get_redis_inspector)]


async def get_monitoring_service(
    session: ReadSessionDep, container: ContainerDep, redis: RedisInspectorDep
) -> MonitoringService:
    return MonitoringService(
        session, DatabaseInspector(session), redis, OPERATIONS, container.clock, newest_migration()
    )


async def get_figures(session: ReadSessionDep, container: ContainerDep, redis: RedisInspectorDep) -> Figures:
    pool = container.database.engine.pool
    return Figures(session, DatabaseInspector(session), redis, lambda: pool_state(pool), container.clock)


def build_invariant_checker(session: AsyncSession, container: Container) -> InvariantChecker:
    redis = RedisInspector(container.redis, CELERY_QUEUES)
    return InvariantChecker(session, InvariantRepository(session), redis, container.clock)


async def get_invariant_checker(session: ReadSessionDep, container: ContainerDep) -> InvariantChecker:
    return build_invariant_checker(session, container)


async def get_pool_state(container: ContainerDep) -> DatabasePool:
    return pool_state(container.database.engine.pool)


MonitoringServiceDep = Annotated[MonitoringService, Depends(get_monitoring_service)]
InvariantCheckerDep = Annotated[InvariantChecker, Depends(get_invariant_checker)]
FiguresDep = Annotated[Figures, Depends(get_figures)]
PoolStateDep = Annotated[DatabasePool, Depends(get_pool_state)]
CanMonitor = Annotated[Principal, Depends(require_permission(PermissionName.ACCESS_MONITORING))]
