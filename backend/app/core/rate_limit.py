"""Limits on what guesses or costs: moving windows in Redis, in this process's memory while Redis is gone."""

import hashlib
import ipaddress
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.core.cache import CircuitBreaker
from app.core.errors import TooManyRequests

UNREACHABLE = (RedisError, StorageError, OSError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Window:
    """At most `amount` in `seconds`."""

    amount: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Limit:
    """One action's windows: for an account, for a network address, and for everybody together."""

    name: str
    account: Window | None = None
    address: Window | None = None
    everybody: Window | None = None

    def windows(self, account: str | None, address: str | None) -> list[tuple[Window, str]]:
        """Each window that applies, with the key that it counts: the address first, the widest last.

        A refused use is not counted by what comes later, so one address cannot use up what others share.
        """
        network = None if address is None else _network(address)
        asked = ((self.address, network, "address"), (self.account, account, "account"), (self.everybody, "", "all"))
        return [(w, f"{self.name}:{kind}:{_hidden(who)}") for w, who, kind in asked if w and who is not None]


def _network(address: str) -> str:
    """A household has one IPv4 address, and 2^64 of IPv6: they count as one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def _hidden(who: str) -> str:
    """Keys are shown to operators; e-mails and addresses are not."""
    return hashlib.sha256(who.encode()).hexdigest()[:32] if who else ""


class RateLimiter(Protocol):
    async def check(self, limit: Limit, *, account: str | None = None, address: str | None = None) -> None:
        """Counts one use; `TooManyRequests` with the seconds to wait when a window is full."""
        ...

    async def forget(self, limit: Limit, *, account: str | None = None, address: str | None = None) -> None:
        """Empties the windows of this account and this address; what everybody shares stays counted."""
        ...


class WindowRateLimiter:
    """`scale` multiplies every limit, for load tests."""

    def __init__(self, redis: "Redis", scale: float, breaker: CircuitBreaker) -> None:
        storage = RedisStorage(
            "redis://",
            implementation="redispy",
            connection_pool=redis.connection_pool,  # type: ignore[arg-type]  # annotated too narrowly by the library
        )
        self._shared = MovingWindowRateLimiter(storage)
        self._local = MovingWindowRateLimiter(MemoryStorage())
        self._scale = scale
        self._breaker = breaker

    async def check(self, limit: Limit, *, account: str | None = None, address: str | None = None) -> None:
        for window, key in limit.windows(account, address):
            item = self._item(window)
            if not await self._hit(item, key):
                raise TooManyRequests(await self._seconds_until_free(item, key))

    async def forget(self, limit: Limit, *, account: str | None = None, address: str | None = None) -> None:
        for window, key in limit.windows(account, address):
            if window is not limit.everybody:
                await self._clear(self._item(window), key)

    def _item(self, window: Window) -> RateLimitItem:
        return RateLimitItemPerSecond(max(1, round(window.amount * self._scale)), window.seconds)

    async def _hit(self, item: RateLimitItem, key: str) -> bool:
        if not self._breaker.is_open:
            try:
                allowed = await self._shared.hit(item, key)
            except UNREACHABLE:
                self._breaker.failed()
            else:
                self._breaker.succeeded()
                return allowed
        return await self._local.hit(item, key)

    async def _clear(self, item: RateLimitItem, key: str) -> None:
        await self._local.clear(item, key)
        if not self._breaker.is_open:
            try:
                await self._shared.clear(item, key)
            except UNREACHABLE:
                self._breaker.failed()

    async def _seconds_until_free(self, item: RateLimitItem, key: str) -> int:
        strategy = self._local if self._breaker.is_open else self._shared
        try:
            stats = await strategy.get_window_stats(item, key)
        except UNREACHABLE:
            return item.get_expiry()
        return max(1, math.ceil(stats.reset_time - time.time()))


class CountingRateLimiter:
    """The same port for tests: counts, and refuses what `full` names, with the seconds to wait."""

    def __init__(self, full: Mapping[str, int] | None = None) -> None:
        self.uses: list[str] = []
        self.forgotten: list[str] = []
        self.full = dict(full or {})

    async def check(self, limit: Limit, *, account: str | None = None, address: str | None = None) -> None:
        self.uses.append(limit.name)
        if limit.name in self.full:
            raise TooManyRequests(self.full[limit.name])

    async def forget(self, limit: Limit, *, account: str | None = None, address: str | None = None) -> None:
        self.forgotten.append(limit.name)
