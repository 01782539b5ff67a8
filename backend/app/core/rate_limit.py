"""Limits on what guesses or costs: moving windows in Redis, in this process's memory while Redis is gone."""

import hashlib
import ipaddress
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import Redis

from app.core.cache import UNREACHABLE, CircuitBreaker
from app.core.errors import TooManyRequests


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


# Newest first, each window's list holds when it was used, by the clock that all processes share. Gives the seconds
# until there is room again in the first full window, and nothing when the use was counted in all of them.
COUNT_USE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
for place, key in ipairs(KEYS) do
    local amount, seconds = tonumber(ARGV[2 * place - 1]), tonumber(ARGV[2 * place])
    local oldest = redis.call('LINDEX', key, amount - 1)
    if oldest and oldest + seconds > now then
        return math.ceil(oldest + seconds - now)
    end
    redis.call('LPUSH', key, string.format('%.6f', now))
    redis.call('LTRIM', key, 0, amount - 1)
    redis.call('EXPIRE', key, seconds)
end
"""
KEY_PREFIX = "limit:"


class WindowRateLimiter:
    """`scale` multiplies every limit, for load tests.

    In Redis all windows of an action are one trip, for it is on the way of every booking; a library counts in memory.
    """

    def __init__(self, redis: "Redis", scale: float, breaker: CircuitBreaker) -> None:
        self._redis = redis
        self._count_use = redis.register_script(COUNT_USE)
        self._local = MovingWindowRateLimiter(MemoryStorage())
        self._scale = scale
        self._breaker = breaker

    async def check(self, limit: Limit, *, account: str | None = None, address: str | None = None) -> None:
        windows = [(self._scaled(window), key) for window, key in limit.windows(account, address)]
        seconds = await self._count(windows) if windows else None
        if seconds is not None:
            raise TooManyRequests(seconds)

    async def forget(self, limit: Limit, *, account: str | None = None, address: str | None = None) -> None:
        windows = [(w, key) for w, key in limit.windows(account, address) if w is not limit.everybody]
        for window, key in windows:
            await self._local.clear(_item(self._scaled(window)), key)
        if windows and not self._breaker.is_open:
            try:
                await self._redis.delete(*(KEY_PREFIX + key for _, key in windows))
            except UNREACHABLE:
                self._breaker.failed()

    def _scaled(self, window: Window) -> Window:
        return Window(max(1, round(window.amount * self._scale)), window.seconds)

    async def _count(self, windows: Sequence[tuple[Window, str]]) -> int | None:
        """The seconds to wait, None for a use that was counted."""
        if not self._breaker.is_open:
            try:
                seconds: int | None = await self._count_use(
                    keys=[KEY_PREFIX + key for _, key in windows],
                    args=[number for window, _ in windows for number in (window.amount, window.seconds)],
                )
            except UNREACHABLE:
                self._breaker.failed()
            else:
                self._breaker.succeeded()
                return seconds
        return await self._count_locally(windows)

    async def _count_locally(self, windows: Sequence[tuple[Window, str]]) -> int | None:
        for window, key in windows:
            item = _item(window)
            if not await self._local.hit(item, key):
                stats = await self._local.get_window_stats(item, key)
                return max(1, math.ceil(stats.reset_time - time.time()))
        return None


def _item(window: Window) -> RateLimitItem:
    return RateLimitItemPerSecond(window.amount, window.seconds)


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
