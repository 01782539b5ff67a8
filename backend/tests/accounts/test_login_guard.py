"""Guessing is slow, and nobody is locked out by strangers: the real limits on a real Valkey."""

import uuid
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from app.accounts.login_guard import FROM_ELSEWHERE, HERE, LoginGuard
from app.core.cache import CircuitBreaker, MemoryCache
from app.core.errors import TooManyRequests
from app.core.rate_limit import WindowRateLimiter

HOME = "198.51.100.20"


@pytest.fixture
async def guard(redis_url: str) -> AsyncIterator[LoginGuard]:
    redis = Redis.from_url(redis_url)
    yield LoginGuard(WindowRateLimiter(redis, 1.0, CircuitBreaker()), MemoryCache())
    await redis.aclose()


@pytest.fixture
def email() -> str:
    return f"{uuid.uuid4().hex}@example.com"


async def attempts(guard: LoginGuard, email: str, address: str, times: int) -> int:
    """How many of so many attempts are let through."""
    admitted = 0
    for _ in range(times):
        try:
            await guard.admit(email, address)
        except TooManyRequests:
            continue
        admitted += 1
    return admitted


def random_address() -> str:
    return str(uuid.uuid4())


async def test_guessing_from_one_address_ends_after_twenty_tries(guard: LoginGuard, email: str) -> None:
    assert HERE.account is not None
    assert await attempts(guard, email, random_address(), 30) == HERE.account.amount == 20


async def test_guessing_from_many_addresses_ends_after_a_hundred_tries(guard: LoginGuard, email: str) -> None:
    assert FROM_ELSEWHERE.account is not None
    admitted = [await attempts(guard, email, random_address(), 10) for _ in range(12)]
    assert sum(admitted) == FROM_ELSEWHERE.account.amount == 100


async def test_where_somebody_signs_in_as_usual_they_get_in_while_strangers_guess(
    guard: LoginGuard, email: str
) -> None:
    await guard.admit(email, HOME)
    await guard.succeeded(email, HOME)
    for _ in range(12):
        await attempts(guard, email, random_address(), 10)
    assert await attempts(guard, email, random_address(), 1) == 0
    assert await attempts(guard, email, HOME, 1) == 1


async def test_one_stranger_does_not_keep_a_person_out_anywhere_else(guard: LoginGuard, email: str) -> None:
    await attempts(guard, email, random_address(), 200)
    assert await attempts(guard, email, HOME, 1) == 1


async def test_signing_in_often_is_never_guessing(guard: LoginGuard, email: str) -> None:
    for _ in range(60):
        await guard.admit(email, HOME)
        await guard.succeeded(email, HOME)


async def test_knowing_ones_own_password_helps_with_nobody_elses(guard: LoginGuard, email: str) -> None:
    attacker, mine = random_address(), f"{uuid.uuid4().hex}@example.com"
    tried = 0
    for _ in range(30):
        await guard.succeeded(mine, attacker)
        tried += await attempts(guard, email, attacker, 1)
    assert tried == 20
