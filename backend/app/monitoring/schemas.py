"""What monitoring answers."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from app.core.schemas import ResponseModel
from app.monitoring.domain import Invariant


class MigrationState(StrEnum):
    CURRENT = "current"
    OTHER = "other"
    UNKNOWN = "unknown"


class Alive(ResponseModel):
    status: str = "alive"


class Readiness(ResponseModel):
    """`cache` may be away: then the product is slower and not wrong."""

    status: str = Field(examples=["ready"])
    database: bool
    migrations: MigrationState
    cache: bool


class OperationPerformance(ResponseModel):
    """A measured operation in the last hour of the answering process; times in milliseconds."""

    operation: str
    count: int
    errors: int
    p50_ms: float
    p95_ms: float
    p99_ms: float


class ServerHealth(ResponseModel):
    status: str = Field(examples=["up"])
    latency_ms: float


class RedisStats(ResponseModel):
    """Counters since the server's start; `hit_rate` is null before the first read."""

    version: str
    uptime_seconds: int
    connected_clients: int
    used_memory_bytes: int
    commands_processed: int
    commands_per_second: float
    keyspace_hits: int
    keyspace_misses: int
    hit_rate: float | None
    evicted_keys: int
    expired_keys: int


class QueueLength(ResponseModel):
    """`oldest_seconds`: how long the oldest task has waited; null for an empty queue."""

    queue: str
    waiting: int
    oldest_seconds: float | None


class CeleryQueues(ResponseModel):
    """`unacknowledged` tasks were given to a worker that has not finished them."""

    queues: list[QueueLength]
    unacknowledged: int


class KeyGroup(ResponseModel):
    """Keys with the same first part; names and values are not shown, they may belong to people."""

    prefix: str
    count: int


class RedisKeys(ResponseModel):
    """`complete` is false when there are more keys than were looked at."""

    total: int
    looked_at: int
    complete: bool
    groups: list[KeyGroup]


class DatabasePool(ResponseModel):
    """This process's connections."""

    size: int
    checked_in: int
    checked_out: int
    overflow: int


class TableStats(ResponseModel):
    """`rows` and `dead_rows` are PostgreSQL's estimates."""

    table: str
    rows: int
    dead_rows: int
    bytes: int


class OutboxStats(ResponseModel):
    """`oldest_due_seconds`: how long the message that is due longest has waited; null when none is due."""

    waiting: int
    dead: int
    oldest_due_seconds: float | None


class DatabaseStats(ResponseModel):
    version: str
    bytes: int
    connections: int
    max_connections: int
    cache_hit_ratio: float | None
    commits: int
    rollbacks: int
    deadlocks: int
    outbox: OutboxStats
    tables: list[TableStats]


class SlowQuery(ResponseModel):
    """A statement without its values; times in milliseconds."""

    query: str
    calls: int
    rows: int
    mean_ms: float
    max_ms: float
    total_ms: float


class SlowQueries(ResponseModel):
    """`enabled` is false where the server does not keep pg_stat_statements."""

    enabled: bool
    queries: list[SlowQuery]


class InvariantRead(ResponseModel):
    """What must always be true, and how many rows say otherwise: nought is what should be there."""

    invariant: Invariant
    broken: int


class InvariantsRead(ResponseModel):
    """All of them, counted at `checked_at`."""

    checked_at: datetime
    invariants: list[InvariantRead]
