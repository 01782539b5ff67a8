"""Addresses as hashes that tell two callers of one day apart and nothing else.

The key is drawn at random for each day, shared through the cache until the day is over and written nowhere else. When
it is gone nobody can say whose hash it was, not even by trying all addresses.
"""

import hmac
import secrets
from datetime import UTC, date, datetime, time, timedelta

from app.core.cache import Cache
from app.core.clock import Clock

KEY_BYTES, HASH_BYTES = 32, 16


class AddressHasher:
    """One in a process, which remembers the day's key while the cache is gone."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._key = b""

    async def hash(self, address: str, cache: Cache, clock: Clock) -> str:
        """In hex; other keys on other days (UTC)."""
        now = clock.now()
        if self._day != now.date():
            self._day, self._key = now.date(), await _key_of(now, cache)
        return hmac.digest(self._key, address.encode(), "sha256")[:HASH_BYTES].hex()


async def _key_of(now: datetime, cache: Cache) -> bytes:
    name = f"search:address-key:{now.date()}"
    known = await cache.get(name)
    if known is not None:
        return known
    made = secrets.token_bytes(KEY_BYTES)
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    await cache.set(name, made, max(1, int((midnight - now).total_seconds())))
    # Another process may have drawn one at the same moment: the later one stands for both.
    return await cache.get(name) or made
