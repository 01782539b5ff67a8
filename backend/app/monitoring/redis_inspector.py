"""What Redis says of itself. Every method raises `Unavailable` when it does not answer."""

import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.core.errors import Unavailable
from app.monitoring.domain import Invariant
from app.monitoring.schemas import CeleryQueues, KeyGroup, QueueLength, RedisKeys, RedisStats, ServerHealth

KEYS_TO_LOOK_AT = 10_000
SCAN_BATCH = 1_000
# Where kombu keeps tasks that a worker has taken and not yet finished.
UNACKNOWLEDGED = "unacked"
BROKEN_KEY = "monitoring:invariants"


class RedisInspector:
    """`queues` are the names of Celery's queues, which are lists in Redis."""

    def __init__(self, redis: "Redis", queues: tuple[str, ...]) -> None:
        self._redis = redis
        self._queues = queues

    async def health(self) -> ServerHealth:
        started = time.perf_counter()
        async with _answering():
            await self._redis.ping()
        return ServerHealth(status="up", latency_ms=round((time.perf_counter() - started) * 1_000, 3))

    async def stats(self) -> RedisStats:
        async with _answering():
            info = await self._redis.info()
        hits, misses = info["keyspace_hits"], info["keyspace_misses"]
        return RedisStats(
            version=str(info.get("valkey_version") or info["redis_version"]),
            uptime_seconds=info["uptime_in_seconds"],
            connected_clients=info["connected_clients"],
            used_memory_bytes=info["used_memory"],
            commands_processed=info["total_commands_processed"],
            commands_per_second=info["instantaneous_ops_per_sec"],
            keyspace_hits=hits,
            keyspace_misses=misses,
            hit_rate=round(hits / (hits + misses), 4) if hits + misses else None,
            evicted_keys=info["evicted_keys"],
            expired_keys=info["expired_keys"],
        )

    async def celery_queues(self) -> CeleryQueues:
        async with _answering(), self._redis.pipeline(transaction=False) as pipeline:
            for queue in self._queues:
                pipeline.llen(queue)
                # New tasks are pushed at the head: the oldest is the last.
                pipeline.lindex(queue, -1)
            pipeline.hlen(UNACKNOWLEDGED)
            *found, unacknowledged = await pipeline.execute()
        waiting = [
            QueueLength(queue=name, waiting=length, oldest_seconds=_age(oldest))
            for name, length, oldest in zip(self._queues, found[::2], found[1::2], strict=True)
        ]
        return CeleryQueues(queues=waiting, unacknowledged=unacknowledged)

    async def keep_broken(self, broken: dict[Invariant, int], seconds: int) -> None:
        """What the last check of the invariants found, for every process that is asked for its figures."""
        async with _answering():
            await self._redis.set(BROKEN_KEY, json.dumps(broken), ex=seconds)

    async def broken(self) -> dict[str, int]:
        """Rows at fault by invariant; empty when nobody has checked lately."""
        async with _answering():
            kept = await self._redis.get(BROKEN_KEY)
        found: dict[str, int] = json.loads(kept) if kept else {}
        return found

    async def keys(self) -> RedisKeys:
        groups: Counter[str] = Counter()
        looked_at, cursor = 0, 0
        async with _answering():
            total = await self._redis.dbsize()
            while looked_at < KEYS_TO_LOOK_AT:
                cursor, names = await self._redis.scan(cursor, count=SCAN_BATCH)
                groups.update(_prefix(name) for name in names)
                looked_at += len(names)
                if cursor == 0:
                    break
        counted = [KeyGroup(prefix=prefix, count=count) for prefix, count in groups.most_common()]
        return RedisKeys(total=total, looked_at=looked_at, complete=cursor == 0, groups=counted)


def _age(message: bytes | None) -> float | None:
    """Seconds since a task was asked for, as its message says; None for an empty queue."""
    sent_at = json.loads(message)["headers"].get("sent_at") if message else None
    return None if sent_at is None else max(0.0, round(time.time() - sent_at, 3))


def _prefix(name: bytes | str) -> str:
    """`cache:instructor:x` -> `cache:`; a name without parts stands for itself."""
    text = name if isinstance(name, str) else name.decode(errors="replace")
    first, colon, _ = text.partition(":")
    return first + colon


@asynccontextmanager
async def _answering() -> AsyncIterator[None]:
    try:
        yield
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable("Redis does not answer.") from error
