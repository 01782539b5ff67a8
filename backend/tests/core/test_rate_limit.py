"""Limits on a real Valkey, and in memory while it is gone."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.asyncio import Redis

from app.core.cache import CircuitBreaker
from app.core.errors import TooManyRequests
from app.core.rate_limit import Limit, RateLimiter, Window, WindowRateLimiter


class CountingRedis(Redis):
    """Counts what it asks the server."""

    trips = 0

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        self.trips += 1
        return await super().execute_command(*args, **options)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator["Redis"]:
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
async def absent_redis() -> AsyncIterator["Redis"]:
    """Nothing listens there."""
    client = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    yield client
    await client.aclose()


@pytest.fixture
def limiter(redis: "Redis") -> WindowRateLimiter:
    return WindowRateLimiter(redis, 1.0, CircuitBreaker())


def limit(**windows: Window) -> Limit:
    """Named anew for each test: the server is shared."""
    return Limit(f"test-{uuid.uuid4().hex}", **windows)


async def uses(limiter: RateLimiter, what: Limit, times: int, **who: str) -> int:
    """How many of so many uses, all at once, are let through."""
    outcomes = await asyncio.gather(*(limiter.check(what, **who) for _ in range(times)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert all(isinstance(outcome, TooManyRequests) for outcome in refused), refused
    return times - len(refused)


async def test_a_window_lets_exactly_its_amount_through_also_at_once(limiter: WindowRateLimiter) -> None:
    assert await uses(limiter, limit(account=Window(7, 60)), 30, account="sarah") == 7


async def test_a_refusal_says_how_long_to_wait(limiter: WindowRateLimiter) -> None:
    what = limit(address=Window(1, 60))
    await limiter.check(what, address="203.0.113.7")
    with pytest.raises(TooManyRequests) as refusal:
        await limiter.check(what, address="203.0.113.7")
    assert 55 <= int(refusal.value.headers["Retry-After"]) <= 60


async def test_a_window_opens_again(limiter: WindowRateLimiter) -> None:
    what = limit(account=Window(1, 1))
    assert await uses(limiter, what, 2, account="sarah") == 1
    await asyncio.sleep(1.1)
    assert await uses(limiter, what, 2, account="sarah") == 1


async def test_accounts_and_addresses_are_counted_apart_and_all_together(limiter: WindowRateLimiter) -> None:
    what = limit(account=Window(2, 60), address=Window(3, 60), everybody=Window(4, 60))
    assert await uses(limiter, what, 5, account="sarah", address="203.0.113.1") == 2
    assert await uses(limiter, what, 5, account="li", address="203.0.113.2") == 2
    assert await uses(limiter, what, 5, account="wu", address="203.0.113.3") == 0


async def test_all_windows_are_one_trip(redis_url: str) -> None:
    what = limit(account=Window(5, 60), address=Window(5, 60), everybody=Window(5, 60))
    redis = CountingRedis.from_url(redis_url)
    limiter = WindowRateLimiter(redis, 1.0, CircuitBreaker())
    await limiter.check(what, account="sarah", address="203.0.113.1")
    redis.trips = 0  # the first use also loads the script
    await limiter.check(what, account="sarah", address="203.0.113.1")
    await redis.aclose()
    assert redis.trips == 1


async def test_one_address_cannot_use_up_what_others_share(limiter: WindowRateLimiter) -> None:
    what = limit(account=Window(5, 60), address=Window(2, 60), everybody=Window(5, 60))
    assert await uses(limiter, what, 50, account="sarah", address="203.0.113.1") == 2
    assert await uses(limiter, what, 50, account="sarah", address="203.0.113.2") == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("203.0.113.8", "203.0.113.9", False),
        ("unknown", "unknown", True),
    ],
)
async def test_a_household_counts_as_one_address(limiter: WindowRateLimiter, one: str, other: str, same: bool) -> None:
    what = limit(address=Window(1, 60))
    await limiter.check(what, address=one)
    assert await uses(limiter, what, 1, address=other) == (0 if same else 1)


async def test_forgetting_empties_an_account_and_nothing_else(limiter: WindowRateLimiter) -> None:
    what = limit(account=Window(2, 60), everybody=Window(3, 60))
    assert await uses(limiter, what, 3, account="sarah") == 2
    assert await uses(limiter, what, 1, account="li") == 1
    await limiter.forget(what, account="sarah")
    other = Limit(what.name, account=what.account)
    assert await uses(limiter, other, 3, account="sarah") == 2
    assert await uses(limiter, what, 1, account="wu") == 0


async def test_everything_scales_and_never_to_nothing(redis: "Redis") -> None:
    assert (
        await uses(WindowRateLimiter(redis, 10, CircuitBreaker()), limit(account=Window(2, 60)), 30, account="a") == 20
    )
    assert (
        await uses(WindowRateLimiter(redis, 0.01, CircuitBreaker()), limit(account=Window(2, 60)), 5, account="a") == 1
    )


async def test_keys_do_not_show_who(limiter: WindowRateLimiter, redis: "Redis") -> None:
    what = limit(account=Window(2, 60), address=Window(2, 60))
    await limiter.check(what, account="sarah@example.com", address="203.0.113.77")
    keys = [key async for key in redis.scan_iter(f"*{what.name}*")]
    assert len(keys) == 2
    assert not any(b"sarah" in key or b"203.0.113" in key for key in keys)


async def test_limits_hold_without_redis(absent_redis: "Redis") -> None:
    limiter = WindowRateLimiter(absent_redis, 1.0, CircuitBreaker())
    what = limit(account=Window(3, 60))
    assert await uses(limiter, what, 10, account="sarah") == 3
    with pytest.raises(TooManyRequests) as refusal:
        await limiter.check(what, account="sarah")
    assert int(refusal.value.headers["Retry-After"]) <= 60
    await limiter.forget(what, account="sarah")
    assert await uses(limiter, what, 10, account="sarah") == 3
