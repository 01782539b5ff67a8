"""A cache whose loss makes things slower and never wrong."""

import time
from collections.abc import Callable
from typing import Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.core.metrics import CACHE_REQUESTS

log = structlog.get_logger(__name__)

FAILURES_TO_OPEN = 3
OPEN_SECONDS = 5.0
UNREACHABLE = (RedisError, OSError, TimeoutError)


class Cache(Protocol):
    async def get(self, key: str) -> bytes | None: ...

    async def set(self, key: str, value: bytes, ttl_seconds: int) -> None: ...

    async def delete(self, *keys: str) -> None: ...


class CircuitBreaker:
    """Open after three failures in a row, for five seconds; then one try decides."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failures = 0
        self._opened_at: float | None = None

    @property
    def is_open(self) -> bool:
        return self._opened_at is not None and self._monotonic() - self._opened_at < OPEN_SECONDS

    def succeeded(self) -> None:
        self._failures, self._opened_at = 0, None

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES_TO_OPEN:
            self._opened_at = self._monotonic()


class RedisCache:
    """Redis behind a circuit breaker: when it is gone, every read is a miss and every write is dropped."""

    def __init__(self, redis: "Redis", breaker: CircuitBreaker, prefix: str = "cache:") -> None:
        self._redis = redis
        self._breaker = breaker
        self._prefix = prefix

    async def get(self, key: str) -> bytes | None:
        if self._breaker.is_open:
            CACHE_REQUESTS.labels("skipped").inc()
            return None
        try:
            value = await self._redis.get(self._prefix + key)
        except UNREACHABLE as error:
            self._note_failure("get", error)
            return None
        self._breaker.succeeded()
        CACHE_REQUESTS.labels("hit" if value is not None else "miss").inc()
        return value if isinstance(value, bytes) else None

    async def set(self, key: str, value: bytes, ttl_seconds: int) -> None:
        if self._breaker.is_open:
            return
        try:
            await self._redis.set(self._prefix + key, value, ex=ttl_seconds)
        except UNREACHABLE as error:
            self._note_failure("set", error)

    async def delete(self, *keys: str) -> None:
        if self._breaker.is_open or not keys:
            return
        try:
            await self._redis.delete(*(self._prefix + key for key in keys))
        except UNREACHABLE as error:
            self._note_failure("delete", error)

    def _note_failure(self, verb: str, error: Exception) -> None:
        self._breaker.failed()
        CACHE_REQUESTS.labels("error").inc()
        log.warning("cache unreachable", verb=verb, error=type(error).__name__)


class MemoryCache:
    """The same port in one process, for tests and tools; keeps no time."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    async def get(self, key: str) -> bytes | None:
        return self.values.get(key)

    async def set(self, key: str, value: bytes, ttl_seconds: int) -> None:
        self.values[key] = value

    async def delete(self, *keys: str) -> None:
        for key in keys:
            self.values.pop(key, None)
