"""The cache on a Valkey that comes and goes."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.core.cache import OPEN_SECONDS, CircuitBreaker, RedisCache
from app.core.config import Settings
from app.core.container import REDIS_CONNECTIONS, build_redis
from tests.valkey_server import ValkeyServer


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def breaker(stopwatch: Stopwatch) -> CircuitBreaker:
    return CircuitBreaker(stopwatch)


def test_a_breaker_opens_after_three_failures_in_a_row(breaker: CircuitBreaker) -> None:
    for failure in (breaker.failed, breaker.failed, breaker.succeeded, breaker.failed, breaker.failed):
        failure()
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open


def test_an_open_breaker_lets_one_try_decide_after_a_while(breaker: CircuitBreaker, stopwatch: Stopwatch) -> None:
    for _ in range(3):
        breaker.failed()
    stopwatch.seconds = OPEN_SECONDS
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open
    stopwatch.seconds = 2 * OPEN_SECONDS
    breaker.succeeded()
    assert not breaker.is_open


@pytest.fixture
async def cache(valkey: ValkeyServer, breaker: CircuitBreaker) -> AsyncIterator[RedisCache]:
    redis = build_redis(Settings(redis_url=valkey.url, _env_file=None))
    yield RedisCache(redis, breaker)
    await redis.aclose()


async def test_what_was_kept_is_found_until_it_is_deleted(cache: RedisCache) -> None:
    await cache.set("key", b"value", 60)
    assert await cache.get("key") == b"value"
    await cache.delete("key")
    assert await cache.get("key") is None


async def test_without_redis_everything_is_a_miss_and_nothing_fails(
    cache: RedisCache, valkey: ValkeyServer, breaker: CircuitBreaker
) -> None:
    await cache.set("key", b"value", 60)
    valkey.kill()
    for _ in range(4):
        assert await cache.get("key") is None
        await cache.set("key", b"value", 60)
        await cache.delete("key")
    assert breaker.is_open


async def test_a_restarted_redis_is_used_at_once(
    cache: RedisCache, valkey: ValkeyServer, breaker: CircuitBreaker
) -> None:
    """The connection that the restart broke is made anew before it counts as a failure."""
    await cache.set("key", b"value", 60)
    valkey.kill()
    valkey.start()
    await cache.set("key", b"new", 60)
    assert await cache.get("key") == b"new"
    assert not breaker.is_open


async def test_a_rush_is_not_taken_for_a_redis_that_is_gone(cache: RedisCache, breaker: CircuitBreaker) -> None:
    await cache.set("key", b"value", 60)
    answers = await asyncio.gather(*(cache.get("key") for _ in range(REDIS_CONNECTIONS * 3)))
    assert set(answers) == {b"value"}
    assert not breaker.is_open
