"""Slows those who guess passwords without letting them lock anybody out.

Failures are counted for an account together with an address, so a stranger fills only a window of their own. Guessing
from many addresses fills a second window of the account, which counts only addresses that nobody signed in to it from:
where somebody signs in as usual, they still get in while strangers are refused. Losing the memory of these addresses
makes this stricter, never laxer.
"""

import hashlib

from app.core.cache import Cache
from app.core.rate_limit import Limit, RateLimiter, Window

FROM_ADDRESS = Limit("login-address", address=Window(600, 600))
HERE = Limit("login-here", account=Window(20, 300))
FROM_ELSEWHERE = Limit("login-elsewhere", account=Window(100, 3_600))
EVERYBODY = Limit("login", everybody=Window(1_800, 60))

REMEMBERED_SECONDS = 90 * 24 * 3_600


class LoginGuard:
    def __init__(self, rate_limiter: RateLimiter, cache: Cache) -> None:
        self._rate_limiter = rate_limiter
        self._cache = cache

    async def admit(self, email: str, address: str) -> None:
        """Counts an attempt before anything is looked up or hashed; `TooManyRequests`."""
        await self._rate_limiter.check(FROM_ADDRESS, address=address)
        await self._rate_limiter.check(HERE, account=_pair(email, address))
        if await self._cache.get(_known_key(email, address)) is None:
            await self._rate_limiter.check(FROM_ELSEWHERE, account=email)
        await self._rate_limiter.check(EVERYBODY)

    async def succeeded(self, email: str, address: str) -> None:
        """Forgives what was counted here, and remembers the address."""
        await self._rate_limiter.forget(HERE, account=_pair(email, address))
        await self._cache.set(_known_key(email, address), b"1", REMEMBERED_SECONDS)


def _pair(email: str, address: str) -> str:
    return f"{email} {address}"


def _known_key(email: str, address: str) -> str:
    return f"login-from:{hashlib.sha256(_pair(email, address).encode()).hexdigest()[:32]}"
