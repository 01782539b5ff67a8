"""Servers, databases and callers for every test.

`session` and `client` share one connection whose transaction is rolled back: fast, and nothing is left behind.
`live_container` and `live_client` work on a database of their own with real commits, for races.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from app.core.cache import MemoryCache
from app.core.clock import FixedClock
from app.core.config import Settings, get_settings
from app.core.container import Container
from app.core.database import Database, create_engine
from app.core.database_config import Tier, is_ci
from app.core.embeddings import LocalEmbedder, RecordedEmbedder
from app.core.live import MemoryLiveUpdates
from app.core.rate_limit import CountingRateLimiter
from app.core.security import AccessTokens, PasswordHasher
from app.main import create_app
from embedded import ensure
from tests.databases import asyncpg_url, clone, look_at_marker, plain_url
from tests.notifications.smtp_server import Inbox, smtp_server
from tests.valkey_server import ValkeyServer, valkey_server

# How long one example takes says more about the machine than about the code.
hypothesis_settings.register_profile("suite", deadline=None)
# The same examples for every change that mutation testing makes, and one process that runs a test many times.
hypothesis_settings.register_profile(
    "mutation", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.differing_executors]
)
hypothesis_settings.load_profile("suite")

SECRET = "a-secret-that-is-only-for-tests-and-long-enough"
NEW_YORK = ZoneInfo("America/New_York")


class OneConnectionDatabase(Database):
    """Every session works on one connection, inside its outer transaction; a commit releases a savepoint."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection.engine)
        self._connection = connection

    def session(self) -> AsyncSession:
        return AsyncSession(self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

    read_session = session


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses a server, or says so itself, is an integration test; the others are unit tests."""
    servers = {"server_url", "redis_url"}
    for item in items:
        uses = set(getattr(item, "fixturenames", ()))
        if uses & servers:
            item.add_marker(pytest.mark.integration)
        elif not item.get_closest_marker("integration"):
            item.add_marker(pytest.mark.unit)


@pytest.fixture(scope="session")
async def server_url() -> str:
    """The address of a database on the INT or CI server, whose other databases tests may make and drop.

    Through the door like everything else, and its marker is looked at before anything is made beside it.
    """
    if not (is_ci(os.environ) or os.environ.get("INT_DATABASE_URL")):
        os.environ["INT_DATABASE_URL"] = ensure("test").database_url
    choice = get_settings().choose_database()
    if choice.tier not in (Tier.INT, Tier.CI):
        pytest.exit(f"Tests make and drop databases: they run on INT or CI, not on {choice.tier.name}.", returncode=1)
    await look_at_marker(choice.url)
    return plain_url(choice.url)


@pytest.fixture(scope="session")
def redis_url() -> str:
    return os.environ.get("TEST_REDIS_URL") or ensure("test").redis_url


@pytest.fixture(scope="session")
async def worker_database_url(server_url: str) -> AsyncIterator[str]:
    """This worker's own clone, for tests that roll back."""
    async with clone(server_url, f"instainstru_test_{os.getpid()}") as url:
        yield url


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[ValkeyServer]:
    """A Valkey of the test's own, which may come and go."""
    with valkey_server(tmp_path) as server:
        yield server


@pytest.fixture
async def inbox() -> AsyncIterator[Inbox]:
    """A mail server, and what it took."""
    async with smtp_server() as inbox:
        yield inbox


@pytest.fixture(scope="session")
def passwords() -> Iterator[PasswordHasher]:
    hasher = PasswordHasher()
    yield hasher
    hasher.close()


@pytest.fixture(scope="session")
def embedder() -> Iterator[LocalEmbedder]:
    """The real model, loaded once; a test that uses it is marked `model`."""
    local = LocalEmbedder()
    yield local
    local.close()


@pytest.fixture
def clock() -> FixedClock:
    """Ten in the morning in New York, today."""
    today = datetime.now(NEW_YORK).replace(hour=10, minute=0, second=0, microsecond=0)
    return FixedClock(today.astimezone(UTC))


@pytest.fixture(scope="session")
async def engine(worker_database_url: str) -> AsyncIterator[AsyncEngine]:
    """One for all tests, which so compile and prepare each statement once."""
    engine = create_engine(asyncpg_url(worker_database_url), pool_size=1)
    yield engine
    await engine.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with engine.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


@pytest.fixture
def database(connection: AsyncConnection) -> Database:
    return OneConnectionDatabase(connection)


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.session() as session:
        yield session


@pytest.fixture
def settings(worker_database_url: str, redis_url: str) -> Settings:
    return make_settings(worker_database_url, redis_url)


def make_settings(database_url: str, redis_url: str) -> Settings:
    return Settings(
        INT_DATABASE_URL=database_url,
        # What counts where the whole run is on a CI database; anywhere else it would make this process one.
        DATABASE_URL=database_url if is_ci(os.environ) else "",
        redis_url=redis_url,
        secret_key=SECRET,
        log_level="WARNING",
        _env_file=None,
    )


def make_container(settings: Settings, database: Database, clock: FixedClock, passwords: PasswordHasher) -> Container:
    """As in production, but for a clock that stands still, a cache in memory, limits that only count and no model."""
    return Container(
        settings=settings,
        database=database,
        redis=Redis.from_url(settings.redis_url),
        cache=MemoryCache(),
        clock=clock,
        rate_limiter=CountingRateLimiter(),
        live=MemoryLiveUpdates(),
        passwords=passwords,
        access_tokens=AccessTokens(SECRET, clock),
        embedder=RecordedEmbedder(),
    )


@pytest.fixture
async def container(
    settings: Settings, database: Database, clock: FixedClock, passwords: PasswordHasher
) -> AsyncIterator[Container]:
    made = make_container(settings, database, clock, passwords)
    yield made
    await made.redis.aclose()


@pytest.fixture(scope="session")
def application() -> FastAPI:
    """Made once; each test puts its own container into it."""
    settings = Settings(secret_key=SECRET, log_level="WARNING", _env_file=None)
    return create_app(settings)


@pytest.fixture
async def client(application: FastAPI, container: Container) -> AsyncIterator[httpx.AsyncClient]:
    """Calls the application as a browser or another client would; everything is rolled back."""
    async with calling(application, container) as client:
        yield client


@pytest.fixture
async def live_container(
    server_url: str, redis_url: str, clock: FixedClock, passwords: PasswordHasher
) -> AsyncIterator[Container]:
    """A container on a clone of its own, with a pool and real commits."""
    async with clone(server_url, f"instainstru_test_{os.getpid()}_live") as url:
        engine = create_engine(asyncpg_url(url), pool_size=20, max_overflow=20)
        made = make_container(make_settings(url, redis_url), Database(engine), clock, passwords)
        yield made
        await made.redis.aclose()
        await engine.dispose()


@pytest.fixture
async def live_client(application: FastAPI, live_container: Container) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(application, live_container) as client:
        yield client


@asynccontextmanager
async def calling(application: FastAPI, container: Container) -> AsyncIterator[httpx.AsyncClient]:
    application.state.container = container
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


@pytest.fixture
def tomorrow(clock: FixedClock) -> datetime:
    """The same time tomorrow, in New York."""
    return clock.now().astimezone(NEW_YORK) + timedelta(days=1)
