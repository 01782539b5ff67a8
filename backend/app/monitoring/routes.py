"""Health for load balancers, figures for scrapers and administrators."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST

from app.core.errors import PermissionDenied, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.monitoring.dependencies import (
    CanMonitor,
    FiguresDep,
    InvariantCheckerDep,
    MonitoringServiceDep,
    PoolStateDep,
    RedisInspectorDep,
)
from app.monitoring.errors import NotReady
from app.monitoring.schemas import (
    Alive,
    CeleryQueues,
    DatabasePool,
    DatabaseStats,
    InvariantsRead,
    OperationPerformance,
    Readiness,
    RedisKeys,
    RedisStats,
    ServerHealth,
    SlowQueries,
)

GUARDED = problem_responses(Unauthenticated, PermissionDenied)

router = APIRouter(tags=["monitoring"])
redis_router = PrefixRouter(prefix="/api/redis", tags=["redis"])
database_router = PrefixRouter(prefix="/api/database", tags=["database"])


class PrometheusResponse(PlainTextResponse):
    media_type = CONTENT_TYPE_LATEST


@router.get("/health")
async def health() -> Alive:
    """The process answers; says nothing of what it depends on."""
    return Alive()


@router.get("/health/ready", responses=problem_responses(NotReady))
async def ready(monitoring: MonitoringServiceDep) -> Readiness:
    """Whether this process can serve: the database answers and has this code's migrations. The cache is reported."""
    return await monitoring.check_readiness()


@router.get("/metrics", response_class=PrometheusResponse)
async def metrics(figures: FiguresDep) -> PrometheusResponse:
    """Counters and times of this process, and how outbox and queues stand, in Prometheus's text format."""
    return PrometheusResponse(await figures.measure())


@router.get("/metrics/performance", responses=GUARDED)
async def performance(_: CanMonitor, monitoring: MonitoringServiceDep) -> list[OperationPerformance]:
    """Each measured operation of this process in the last hour."""
    return await monitoring.get_performance()


@redis_router.get("/health")
async def redis_health(redis: RedisInspectorDep) -> ServerHealth:
    return await redis.health()


@redis_router.get("/stats", responses=GUARDED)
async def redis_stats(_: CanMonitor, redis: RedisInspectorDep) -> RedisStats:
    return await redis.stats()


@redis_router.get("/celery-queues", responses=GUARDED)
async def celery_queues(_: CanMonitor, redis: RedisInspectorDep) -> CeleryQueues:
    return await redis.celery_queues()


@redis_router.get("/keys", responses=GUARDED)
async def redis_keys(_: CanMonitor, redis: RedisInspectorDep) -> RedisKeys:
    """How many keys there are of each kind; neither names nor values."""
    return await redis.keys()


@database_router.get("/health")
async def database_health(monitoring: MonitoringServiceDep) -> ServerHealth:
    return await monitoring.check_database()


@database_router.get("/pool", responses=GUARDED)
async def database_pool(_: CanMonitor, pool: PoolStateDep) -> DatabasePool:
    return pool


@database_router.get("/stats", responses=GUARDED)
async def database_stats(_: CanMonitor, monitoring: MonitoringServiceDep) -> DatabaseStats:
    return await monitoring.get_database_stats()


@database_router.get("/invariants", responses=GUARDED)
async def database_invariants(_: CanMonitor, checker: InvariantCheckerDep) -> InvariantsRead:
    """What must always be true, and how many rows break it at this moment."""
    return await checker.look()


@database_router.get("/slow-queries", responses=GUARDED)
async def slow_queries(
    _: CanMonitor, monitoring: MonitoringServiceDep, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> SlowQueries:
    return await monitoring.get_slow_queries(limit)
