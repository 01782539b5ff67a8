"""What is made once in a process and closed with it."""

from dataclasses import dataclass

from redis import exceptions as redis_errors
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.cache import Cache, CircuitBreaker, RedisCache
from app.core.clock import Clock, OffsetFileClock, SystemClock
from app.core.config import Settings
from app.core.database import Database, create_engine
from app.core.database_config import Tier
from app.core.embeddings import Embedder, LocalEmbedder
from app.core.live import LiveUpdates, MemoryLiveUpdates, RedisLiveUpdates
from app.core.rate_limit import RateLimiter, WindowRateLimiter
from app.core.security import AccessTokens, PasswordHasher

# Where people may try what tomorrow will be like.
PLAY_TIERS = frozenset({Tier.INT, Tier.STG})
REDIS_TIMEOUT_SECONDS = 0.5
REDIS_CONNECTIONS = 32


@dataclass
class Container:
    """The outside things of one process, each behind its port."""

    settings: Settings
    database: Database
    redis: "Redis"
    cache: Cache
    clock: Clock
    rate_limiter: RateLimiter
    live: LiveUpdates
    passwords: PasswordHasher
    access_tokens: AccessTokens
    embedder: Embedder

    async def close(self) -> None:
        self.passwords.close()
        self.embedder.close()
        await self.live.close()
        await self.redis.aclose()
        await self.database.close()


def build_container(settings: Settings) -> Container:
    """Connects to nothing yet: connections are made when first used. SystemExit for settings that may not stand."""
    _refuse_unsafe(settings)
    clock = build_clock(settings)
    redis = build_redis(settings)
    return Container(
        settings=settings,
        database=Database(build_engine(settings), reads_in_transactions=not settings.database_prepared_statements),
        redis=redis,
        cache=RedisCache(redis, CircuitBreaker()),
        clock=clock,
        rate_limiter=WindowRateLimiter(redis, settings.rate_limit_scale, CircuitBreaker()),
        live=RedisLiveUpdates(redis, build_listening_redis(settings), CircuitBreaker(), MemoryLiveUpdates()),
        passwords=PasswordHasher(),
        access_tokens=AccessTokens(settings.secret_key.get_secret_value(), clock),
        embedder=LocalEmbedder(),
    )


def _refuse_unsafe(settings: Settings) -> None:
    tier = settings.database_tier
    if settings.clock_offset_file and tier not in PLAY_TIERS:
        raise SystemExit(f"CLOCK_OFFSET_FILE moves the clock; it is for INT and STG, not for {tier.name}. Unset it.")
    if tier is Tier.PROD and "secret_key" not in settings.model_fields_set:
        raise SystemExit("SECRET_KEY is not set: in production every process must be given the same one.")


def build_clock(settings: Settings) -> Clock:
    return OffsetFileClock(settings.clock_offset_file) if settings.clock_offset_file else SystemClock()


def build_engine(settings: Settings) -> AsyncEngine:
    return create_engine(
        settings.database_url,
        prepared_statements=settings.database_prepared_statements,
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        pool_timeout=10,
        # The connection that was used last has a warm server process behind it; taken in turn, all of them are cold.
        pool_use_lifo=True,
    )


def build_redis(settings: Settings) -> "Redis":
    """A client that gives up soon: whoever asks Redis has to do without it, and a request is waiting.

    A connection that broke while it lay in the pool is made anew at once. When all are busy the next one waits, so
    that a rush of requests is not taken for a Redis that is gone.
    """
    pool = BlockingConnectionPool.from_url(
        settings.redis_url,
        max_connections=REDIS_CONNECTIONS,
        timeout=REDIS_TIMEOUT_SECONDS,
        socket_timeout=REDIS_TIMEOUT_SECONDS,
        socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), retries=1, supported_errors=(redis_errors.ConnectionError,)),
    )
    return Redis.from_pool(pool)


def build_listening_redis(settings: Settings) -> "Redis":
    """A client for the one connection that waits for live updates, which may say nothing for as long as it likes.

    It repairs nothing by itself: whoever listens has to know that something may have been missed.
    """
    return Redis.from_url(
        settings.redis_url,
        socket_timeout=None,
        socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), retries=0),
    )
